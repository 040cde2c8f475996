import HoursOfOperation
import Testing
import Vocabulary

@Suite struct ZonedHoursTests {
  private func zoned(_ weekly: [WeeklyHours], _ zone: Zone, _ overrides: HoursOverride...) -> ZonedHours {
    ZonedHours(HoursCalendar(weekly: weekly, overrides: overrides), offsetSeconds: zone.offset)
  }

  /// 09:00 in London is 09:00 UTC in winter and 08:00 UTC in summer.
  @Test(arguments: [
    ("20260327T085959Z", false), ("20260327T090000Z", true), ("20260330T080000Z", true), ("20260330T075959Z", false),
    ("20260330T160000Z", false), ("20261026T080000Z", false), ("20261026T165959Z", true),
  ])
  func officeHoursInLondon(at text: String, expected: Bool) throws {
    #expect(zoned(try weekdays("09:00-17:00"), .london).isOpen(at: try moment(text)) == expected)
  }

  /// The local day, not the UTC day, decides: Sunday 20:00 in New York is Monday in UTC.
  @Test func localDay() throws {
    let hours = zoned(try weekdays("00:00-00:00"), .newYork)
    #expect(!hours.isOpen(at: try moment("20261123T045959Z")))
    #expect(hours.isOpen(at: try moment("20261123T050000Z")))
    #expect(hours.isOpen(at: try moment("20261128T045959Z")))
    #expect(!hours.isOpen(at: try moment("20261128T050000Z")))
  }

  /// The clock in London jumps from 01:00 to 02:00 on 29 March 2026: 01:30 never comes.
  @Test func gap() throws {
    let hours = zoned([WeeklyHours(.sunday, try span("01:30-03:00"))], .london)
    #expect(!hours.isOpen(at: try moment("20260329T005959Z")))
    #expect(hours.isOpen(at: try moment("20260329T010000Z")))
    #expect(hours.isOpen(at: try moment("20260329T015959Z")))
    #expect(!hours.isOpen(at: try moment("20260329T020000Z")))
    let within = zoned([WeeklyHours(.sunday, try span("01:10-01:50"))], .london)
    let day = try moment("20260328T120000Z")
    #expect(!(0..<2 * 1_440).contains { within.isOpen(at: day.adding(seconds: $0 * 60)) })
  }

  /// The clock in New York shows 01:00 to 02:00 twice on 1 November 2026: from 05:00 and from 06:00 UTC.
  @Test func overlap() throws {
    let hours = zoned([WeeklyHours(.sunday, try span("01:15-01:45"))], .newYork)
    let changes = ["20261101T051500Z", "20261101T054500Z", "20261101T061500Z", "20261101T064500Z"]
    for (index, change) in changes.enumerated() {
      let at = try moment(change)
      #expect(hours.isOpen(at: at) == index.isMultiple(of: 2) && hours.isOpen(at: at.adding(seconds: -1)) != hours.isOpen(at: at))
    }
    let long = zoned([WeeklyHours(.sunday, try span("00:00-01:30"))], .newYork)
    #expect(!long.isOpen(at: try moment("20261101T054000Z")))
    #expect(long.isOpen(at: try moment("20261101T060000Z")))
  }

  @Test func halfAnHourBack() throws {
    let hours = zoned([WeeklyHours(.sunday, try span("01:30-02:00"))], .lordHowe)
    #expect(hours.isOpen(at: try moment("20260404T143000Z")))
    #expect(hours.isOpen(at: try moment("20260404T150000Z")))
    #expect(try hours.isOpen(at: moment("20260404T152959Z")) && !hours.isOpen(at: moment("20260404T153000Z")))
  }

  @Test func aDateThatNeverCame() throws {
    let friday = try override(.opens, "2011-12-30", "2011-12-30", [(nil, "00:00-00:00")])
    let hours = zoned([], .apia, friday)
    let start = try moment("20111225T000000Z")
    #expect(!(0..<14 * 1_440).contains { hours.isOpen(at: start.adding(seconds: $0 * 60)) })
    let saturday = try override(.opens, "2011-12-31", "2011-12-31", [(nil, "00:00-00:00")])
    let opens = zoned([], .apia, saturday)
    #expect(try !opens.isOpen(at: moment("20111230T095959Z")) && opens.isOpen(at: moment("20111230T100000Z")))
  }
}
