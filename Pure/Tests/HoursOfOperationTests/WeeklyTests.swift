import HoursOfOperation
import Testing
import Vocabulary

@Suite struct WeeklyTests {
  /// 2026-11-23 is a Monday.
  @Test(arguments: [("2026-11-23", ["09:00-17:00"]), ("2026-11-27", ["09:00-17:00"]), ("2026-11-28", []), ("2026-11-29", [])])
  func officeHours(day: String, expected: [String]) throws {
    #expect(try hours(HoursCalendar(weekly: weekdays("09:00-17:00"), overrides: []), day) == expected)
  }

  @Test func edges() throws {
    let calendar = HoursCalendar(weekly: try weekdays("09:00-17:00"), overrides: [])
    let monday = try date("2026-11-23")
    #expect(!calendar.isOpen(on: monday, atSecond: 9 * 3_600 - 1))
    #expect(calendar.isOpen(on: monday, atSecond: 9 * 3_600))
    #expect(calendar.isOpen(on: monday, atSecond: 17 * 3_600 - 1))
    #expect(!calendar.isOpen(on: monday, atSecond: 17 * 3_600))
  }

  @Test func midnightToMidnightIsTheWholeDay() throws {
    let calendar = HoursCalendar(weekly: [WeeklyHours(.monday, try span("00:00-00:00"))], overrides: [])
    #expect(try hours(calendar, "2026-11-23") == ["00:00-24:00"])
    #expect(try hours(calendar, "2026-11-24") == [])
    #expect(try span("00:00-00:00") == .wholeDay)
  }

  @Test func tillMidnight() throws {
    let calendar = HoursCalendar(weekly: [WeeklyHours(.monday, try span("10:00-00:00"))], overrides: [])
    #expect(try hours(calendar, "2026-11-23") == ["10:00-24:00"])
    #expect(try hours(calendar, "2026-11-24") == [])
  }

  @Test func overMidnight() throws {
    let calendar = HoursCalendar(
      weekly: [WeeklyHours(.sunday, try span("22:00-06:00")), WeeklyHours(.monday, try span("22:00-06:00"))], overrides: [])
    #expect(try hours(calendar, "2026-11-22") == ["22:00-24:00"])
    #expect(try hours(calendar, "2026-11-23") == ["00:00-06:00", "22:00-24:00"])
    #expect(try hours(calendar, "2026-11-24") == ["00:00-06:00"])
  }

  @Test func severalSpansAreJoinedWhereTheyTouch() throws {
    let calendar = HoursCalendar(
      weekly: try ["13:00-17:00", "08:00-12:00", "16:00-18:00", "12:00-12:30"].map { WeeklyHours(.monday, try span($0)) },
      overrides: [])
    #expect(try hours(calendar, "2026-11-23") == ["08:00-12:30", "13:00-18:00"])
  }

  @Test func withoutHoursItIsNeverOpen() throws {
    #expect(try hours(HoursCalendar(weekly: [], overrides: []), "2026-11-23") == [])
  }

  @Test(arguments: [(-1, 0), (0, -1), (1_440, 0), (0, 1_440), (Int.min, Int.max)])
  func noMinuteOfADay(start: Int, end: Int) { #expect(DaySpan(startMinute: start, endMinute: end) == nil) }
}
