import HoursOfOperation
import Vocabulary

func date(_ text: String) throws -> CivilDate { try CivilDate(text).orThrow(text) }

/// `"09:00-17:00"`.
func span(_ text: String) throws -> DaySpan {
  let minutes = text.split(separator: "-").map { time in
    time.split(separator: ":").compactMap { Int($0) }.reduce(0) { $0 * 60 + $1 }
  }
  return try DaySpan(startMinute: minutes[0], endMinute: minutes[1]).orThrow(text)
}

/// A moment as `YYYYMMDDThhmmssZ`.
func moment(_ text: String) throws -> Moment { try Moment(basicISO8601: text).orThrow(text) }

func weekdays(_ text: String) throws -> [WeeklyHours] {
  let span = try span(text)
  return [Weekday.monday, .tuesday, .wednesday, .thursday, .friday].map { WeeklyHours($0, span) }
}

func everyDay(_ text: String) throws -> [WeeklyHours] {
  let span = try span(text)
  return Weekday.allCases.map { WeeklyHours($0, span) }
}

/// The open hours of a date as `"09:00-17:00"`; the day's end reads 24:00.
func hours(_ calendar: HoursCalendar, _ day: String) throws -> [String] {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
  func time(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }
  return calendar.openMinutes(on: try date(day)).map { "\(time($0.lowerBound))-\(time($0.upperBound))" }
}

func override(
  _ effect: HoursOverride.Effect, _ first: String, _ last: String, _ hours: [(Weekday?, String)], _ recurrence: Recurrence? = nil,
  name: String = "override"
) throws -> HoursOverride {
  try HoursOverride(
    name: name, effect: effect, from: date(first), till: date(last),
    hours: hours.map { HoursOverride.Hours($0.0, try span($0.1)) }, recurrence: recurrence)
}

func recurrence(
  _ frequency: Recurrence.Frequency, every interval: Int = 1, month: [Int] = [], day: [Int] = [], weekday: [Int] = []
) throws -> Recurrence {
  try Recurrence(
    frequency: frequency, interval: interval, byMonth: month, byMonthDay: day, byWeekdayOccurrence: weekday)
}

/// A zone's offsets as a plain table: from each moment on, so many seconds ahead of UTC. Taken from the IANA time zone database.
struct Zone: Sendable {
  let standardSeconds: Int
  let changes: [(at: String, seconds: Int)]

  func offset(_ at: Moment) -> Int {
    changes.last { change in Moment(basicISO8601: change.at).map { $0 <= at } ?? false }?.seconds ?? standardSeconds
  }

  static let london = Zone(
    standardSeconds: 0,
    changes: [("20260329T010000Z", 3_600), ("20261025T010000Z", 0), ("20270328T010000Z", 3_600)])
  static let newYork = Zone(
    standardSeconds: -18_000,
    changes: [("20260308T070000Z", -14_400), ("20261101T060000Z", -18_000), ("20270314T070000Z", -14_400)])
  /// Puts its clocks back by half an hour only.
  static let lordHowe = Zone(
    standardSeconds: 39_600, changes: [("20260404T150000Z", 37_800), ("20261003T153000Z", 39_600)])
  /// Left out the whole of 30 December 2011, moving over the date line.
  static let apia = Zone(standardSeconds: -36_000, changes: [("20111230T100000Z", 50_400)])
}

struct Unreadable: Error { let text: String }

extension Optional {
  func orThrow(_ text: String) throws -> Wrapped {
    guard let self else { throw Unreadable(text: text) }
    return self
  }
}
