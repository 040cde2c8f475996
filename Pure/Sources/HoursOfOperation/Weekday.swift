public import Vocabulary

/// A day of the week, numbered as in ISO 8601.
public enum Weekday: Int, Sendable, Hashable, CaseIterable {
  case monday = 1
  case tuesday
  case wednesday
  case thursday
  case friday
  case saturday
  case sunday

  public static func of(_ date: CivilDate) -> Weekday { Weekday(rawValue: date.weekday) ?? .monday }
}

/// Hours of one day of each week.
public struct WeeklyHours: Sendable, Hashable {
  public let weekday: Weekday
  public let span: DaySpan

  public init(_ weekday: Weekday, _ span: DaySpan) {
    self.weekday = weekday
    self.span = span
  }
}
