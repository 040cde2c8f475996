import HoursOfOperation
import Testing
import Vocabulary

@Suite struct RecurrenceTests {
  /// The dates from the first on, until the last, that an override closes.
  private func dates(
    _ recurrence: Recurrence, on weekday: Weekday? = nil, from first: String, till last: String
  ) throws -> [String] {
    let closing = try override(.closes, first, last, [(weekday, "00:00-00:00")], recurrence)
    let calendar = HoursCalendar(weekly: try everyDay("00:00-00:00"), overrides: [closing])
    return (try date(first).daysSinceEpoch...date(last).daysSinceEpoch).map(CivilDate.init(daysSinceEpoch:))
      .filter { calendar.openMinutes(on: $0).isEmpty }.map(\.description)
  }

  @Test func everyOtherWeek() throws {
    let found = try dates(recurrence(.weekly, every: 2), on: .friday, from: "2026-11-25", till: "2026-12-31")
    #expect(found == ["2026-11-27", "2026-12-11", "2026-12-25"])
  }

  /// The week of the first date counts even when its day of the week has passed.
  @Test func everyOtherWeekFromAWednesday() throws {
    let found = try dates(recurrence(.weekly, every: 2), on: .monday, from: "2026-11-25", till: "2026-12-31")
    #expect(found == ["2026-12-07", "2026-12-21"])
  }

  @Test func monthlyOnADay() throws {
    let found = try dates(recurrence(.monthly, day: [31]), from: "2026-01-01", till: "2026-06-30")
    #expect(found == ["2026-01-31", "2026-03-31", "2026-05-31"])
  }

  @Test func everyThirdMonth() throws {
    let found = try dates(recurrence(.monthly, every: 3, day: [15]), from: "2026-11-20", till: "2027-08-31")
    #expect(found == ["2027-02-15", "2027-05-15", "2027-08-15"])
  }

  @Test func lastDayOfEachMonth() throws {
    let found = try dates(recurrence(.monthly, day: [-1]), from: "2028-01-01", till: "2028-04-30")
    #expect(found == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"])
  }

  @Test func secondTuesday() throws {
    let found = try dates(recurrence(.monthly, weekday: [2]), on: .tuesday, from: "2026-09-01", till: "2026-12-31")
    #expect(found == ["2026-09-08", "2026-10-13", "2026-11-10", "2026-12-08"])
  }

  @Test func lastFriday() throws {
    let found = try dates(recurrence(.monthly, weekday: [-1]), on: .friday, from: "2026-09-01", till: "2026-12-31")
    #expect(found == ["2026-09-25", "2026-10-30", "2026-11-27", "2026-12-25"])
  }

  @Test func secondThursdayOfApril() throws {
    let found = try dates(recurrence(.yearly, month: [4], weekday: [2]), on: .thursday, from: "2026-01-01", till: "2028-12-31")
    #expect(found == ["2026-04-09", "2027-04-08", "2028-04-13"])
  }

  @Test func leapDayEachFourthYear() throws {
    let found = try dates(recurrence(.yearly, every: 2, month: [2], day: [29]), from: "2026-01-01", till: "2032-12-31")
    #expect(found == ["2028-02-29", "2032-02-29"])
  }

  @Test(
    arguments: [
      ("Interval", Recurrence.Frequency.weekly, 0, [], [], []), ("Interval", .weekly, 7, [], [], []),
      ("ByMonth", .weekly, 1, [1], [], []), ("ByMonthDay", .weekly, 1, [], [1], []),
      ("ByWeekdayOccurrence", .weekly, 1, [], [], [1]), ("ByMonthDay", .monthly, 1, [], [], []),
      ("ByMonth", .monthly, 1, [1], [1], []), ("ByMonthDay", .monthly, 1, [], [1], [1]),
      ("ByMonthDay", .monthly, 1, [], [0], []), ("ByMonthDay", .monthly, 1, [], [32], []),
      ("ByMonthDay", .monthly, 1, [], [1, 2], []), ("ByWeekdayOccurrence", .monthly, 1, [], [], [0]),
      ("ByWeekdayOccurrence", .monthly, 1, [], [], [5]), ("ByMonth", .yearly, 1, [], [1], []),
      ("ByMonth", .yearly, 1, [13], [1], []), ("ByMonth", .yearly, 1, [1, 2], [1], []),
    ] as [(String, Recurrence.Frequency, Int, [Int], [Int], [Int])])
  func refused(member: String, frequency: Recurrence.Frequency, interval: Int, month: [Int], day: [Int], weekday: [Int]) {
    do throws(HoursProblem) {
      _ = try Recurrence(
        frequency: frequency, interval: interval, byMonth: month, byMonthDay: day, byWeekdayOccurrence: weekday)
      Issue.record("was accepted")
    } catch {
      #expect(error.member == "RecurrenceConfig.RecurrencePattern.\(member)")
    }
  }
}
