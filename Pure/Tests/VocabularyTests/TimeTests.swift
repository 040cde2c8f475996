import Testing
import Vocabulary

@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01", Int64(0), 4), ("2000-02-29", 11_016, 2), ("2026-11-23", 20_780, 1), ("1969-12-31", -1, 3),
    ("0001-01-01", -719_162, 1),
    ("9999-12-31", 2_932_896, 5),
  ])
  func days(_ text: String, _ days: Int64, _ weekday: Int) throws {
    let date = try #require(CivilDate(text))
    #expect(date.daysSinceEpoch == days && date.weekday == weekday && date.description == text)
    #expect(CivilDate(daysSinceEpoch: days) == date)
  }

  @Test func everyDayOfFourCenturiesComesBack() {
    for day in stride(from: Int64(-80_000), to: 80_000, by: 7) {
      #expect(CivilDate(daysSinceEpoch: day).daysSinceEpoch == day)
    }
  }

  @Test(arguments: [
    "2023-02-29", "1900-02-29", "2023-13-01", "2023-00-10", "2023-1-01", "2023-04-31", "x023-01-01", "", "2023-01-01x",
  ])
  func whatIsNoDay(_ text: String) { #expect(CivilDate(text) == nil) }

  @Test func moments() throws {
    let moment = try #require(Moment(basicISO8601: "20261123T203045Z"))
    #expect(moment.rfc3339 == "2026-11-23T20:30:45Z" && moment.basicISO8601 == "20261123T203045Z")
    #expect(Moment(microseconds: -1).rfc3339 == "1969-12-31T23:59:59Z")
    for wrong in ["20261123T243045Z", "20260230T000000Z", "20261123 203045Z", "20261123T203045", "2026112３T203045Z"] {
      #expect(Moment(basicISO8601: wrong) == nil)
    }
  }
}
