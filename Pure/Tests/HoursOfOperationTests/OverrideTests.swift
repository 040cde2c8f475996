import HoursOfOperation
import Testing
import Vocabulary

/// The ranking is that of the Connect administrator guide, "Dates with competing overrides".
@Suite struct OverrideTests {
  private func calendar(_ overrides: HoursOverride...) throws -> HoursCalendar {
    HoursCalendar(weekly: try weekdays("09:00-17:00"), overrides: overrides)
  }

  @Test func temporaryHoursTakeTheDaysPlace() throws {
    let calendar = try calendar(override(.replaces, "2026-11-23", "2026-11-24", [(nil, "12:00-14:00")]))
    #expect(try hours(calendar, "2026-11-22") == [])
    #expect(try hours(calendar, "2026-11-23") == ["12:00-14:00"])
    #expect(try hours(calendar, "2026-11-24") == ["12:00-14:00"])
    #expect(try hours(calendar, "2026-11-25") == ["09:00-17:00"])
  }

  @Test func aDateThatTemporaryHoursDoNotNameIsClosed() throws {
    let calendar = try calendar(override(.replaces, "2026-11-23", "2026-11-25", [(.monday, "10:00-11:00")]))
    #expect(try hours(calendar, "2026-11-23") == ["10:00-11:00"])
    #expect(try hours(calendar, "2026-11-24") == [])
  }

  @Test func temporaryHoursWithoutAnyCloseTheRange() throws {
    let calendar = try calendar(override(.replaces, "2026-12-24", "2026-12-25", []))
    #expect(try hours(calendar, "2026-12-24") == [])
    #expect(try hours(calendar, "2026-12-28") == ["09:00-17:00"])
  }

  @Test func openingAddsToTheDay() throws {
    let sundays = try override(.opens, "2026-11-01", "2026-12-31", [(.sunday, "10:00-22:00")], recurrence(.weekly))
    #expect(try hours(try calendar(sundays), "2026-11-29") == ["10:00-22:00"])
    let evenings = try override(.opens, "2026-11-01", "2026-12-31", [(.monday, "16:00-20:00")], recurrence(.weekly))
    #expect(try hours(try calendar(evenings), "2026-11-23") == ["09:00-20:00"])
  }

  @Test func closingCutsOut() throws {
    let lunch = try override(.closes, "2026-11-01", "2026-12-31", [(nil, "12:00-13:00")], recurrence(.weekly))
    #expect(try hours(try calendar(lunch), "2026-11-23") == ["09:00-12:00", "13:00-17:00"])
  }

  @Test func closingBeatsOpeningAndTemporaryHours() throws {
    let closed = try override(.closes, "2026-12-25", "2030-12-25", [], recurrence(.yearly, month: [12], day: [25]))
    let open = try override(.opens, "2026-12-01", "2026-12-31", [(nil, "10:00-22:00")], recurrence(.weekly))
    let temporary = try override(.replaces, "2026-12-25", "2026-12-25", [(nil, "08:00-09:00")])
    let all = try calendar(temporary, open, closed)
    #expect(try hours(all, "2026-12-25") == [])
    #expect(try hours(all, "2026-12-24") == ["09:00-22:00"])
    #expect(try hours(try calendar(temporary, open), "2026-12-25") == ["08:00-09:00", "10:00-22:00"])
  }

  /// What was opened on the day before goes on until its own end, unless something closes it.
  @Test func overMidnight() throws {
    let night = try override(.opens, "2026-11-23", "2026-11-23", [(nil, "22:00-06:00")])
    #expect(try hours(try calendar(night), "2026-11-24") == ["00:00-06:00", "09:00-17:00"])
    let closed = try override(.closes, "2026-11-24", "2026-11-24", [(nil, "02:00-10:00")])
    #expect(try hours(try calendar(night, closed), "2026-11-24") == ["00:00-02:00", "10:00-17:00"])
    let closedOverMidnight = try override(.closes, "2026-11-23", "2026-11-23", [(nil, "23:00-01:00")])
    #expect(try hours(try calendar(night, closedOverMidnight), "2026-11-24") == ["01:00-06:00", "09:00-17:00"])
  }

  @Test func contributions() throws {
    let calendar = try calendar(
      override(.replaces, "2026-11-23", "2026-11-24", [(.monday, "10:00-11:00")], name: "Short"),
      override(.closes, "2026-11-24", "2026-11-24", [(nil, "10:00-12:00")], name: "Drill"),
      override(.opens, "2026-11-23", "2026-11-30", [(.sunday, "10:00-12:00")], recurrence(.weekly), name: "Sundays"))
    let monday = try date("2026-11-23")
    let tuesday = try date("2026-11-24")
    #expect(calendar.contributions(on: monday).map(\.overrideName) == ["Short"])
    #expect(calendar.contributions(on: monday).map(\.isOpen) == [true])
    #expect(calendar.contributions(on: tuesday).map(\.overrideName) == ["Short", "Drill"])
    #expect(calendar.contributions(on: tuesday).map(\.isOpen) == [false, false])
    #expect(calendar.contributions(on: tuesday).map(\.span) == [.wholeDay, try span("10:00-12:00")])
    #expect(calendar.contributions(on: try date("2026-12-01")).isEmpty)
  }
}

@Suite struct OverrideProblemTests {
  private func member(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? HoursProblem)?.member
    }
  }

  @Test func named() throws {
    #expect(member { _ = try override(.replaces, "2026-11-24", "2026-11-23", []) } == "EffectiveTill")
    #expect(member { _ = try override(.replaces, "2026-11-23", "2026-11-23", [], recurrence(.weekly)) } == "RecurrenceConfig")
    #expect(member { _ = try override(.opens, "2026-11-23", "2026-11-23", []) } == "Config")
    let last = try recurrence(.monthly, weekday: [-1])
    #expect(member { _ = try override(.closes, "2026-11-23", "2026-12-23", [], last) } == "Config")
    #expect(member { _ = try override(.closes, "2026-11-23", "2026-12-23", [(nil, "09:00-10:00")], last) } == "Config")
    #expect(member { _ = try override(.closes, "2026-11-23", "2026-11-23", []) } == nil)
  }
}
