public import Vocabulary

/// What takes the place of the weekly hours on some dates.
public struct HoursOverride: Sendable, Hashable {
  public enum Effect: Sendable, Hashable {
    /// Temporary hours: they are the hours of each date in the range, and a date that they do not name is closed.
    case replaces
    /// Open in these hours too.
    case opens
    /// Closed in these hours, whatever else says open.
    case closes
  }

  /// Hours of an override; without a weekday they are of every day.
  public struct Hours: Sendable, Hashable {
    public let weekday: Weekday?
    public let span: DaySpan

    public init(_ weekday: Weekday?, _ span: DaySpan) {
      self.weekday = weekday
      self.span = span
    }
  }

  public let name: String
  public let effect: Effect
  private let dates: ClosedRange<CivilDate>
  private let hours: [Hours]
  private let recurrence: Recurrence?

  /// - Parameters:
  ///   - hours: none means that a closing override closes the whole day, and that a replacing one closes each date of its range.
  ///   - recurrence: nil means every date of the range.
  public init(
    name: String, effect: Effect, from first: CivilDate, till last: CivilDate, hours: [Hours], recurrence: Recurrence?
  ) throws(HoursProblem) {
    guard first <= last else { throw HoursProblem(.contradiction, "EffectiveTill", "is before EffectiveFrom") }
    if effect == .replaces, recurrence != nil {
      throw HoursProblem(.contradiction, "RecurrenceConfig", "is for the OverrideType OPEN or CLOSED")
    }
    if effect == .opens, hours.isEmpty {
      throw HoursProblem(.incomplete, "Config", "must say the hours of an override of the OverrideType OPEN")
    }
    if recurrence?.needsWeekday == true, hours.isEmpty || hours.contains(where: { $0.weekday == nil }) {
      throw HoursProblem(.incomplete, "Config", "must name the Day that ByWeekdayOccurrence counts")
    }
    self.name = name
    self.effect = effect
    dates = first...last
    self.hours = hours
    self.recurrence = recurrence
  }

  /// The spans that begin on that date; nil when the override says nothing about it.
  func spans(beginningOn date: CivilDate) -> [DaySpan]? {
    guard dates.contains(date), recurrence?.includes(date, countedFrom: dates.lowerBound) ?? true else { return nil }
    let weekday = Weekday.of(date)
    let spans = hours.filter { $0.weekday == nil || $0.weekday == weekday }.map(\.span)
    switch effect {
    case .replaces: return spans
    case .opens: return spans.isEmpty ? nil : spans
    case .closes: return hours.isEmpty ? [.wholeDay] : spans.isEmpty ? nil : spans
    }
  }
}
