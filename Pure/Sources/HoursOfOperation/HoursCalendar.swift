public import Vocabulary

/// When a contact centre is open, in its own local time.
///
/// Overrides rank as in Connect: what a closing one closes is closed; then what an opening one opens is open; then temporary
/// hours hold; then the weekly hours. Where several of one effect meet, their hours are joined.
public struct HoursCalendar: Sendable, Hashable {
  private let weekly: [WeeklyHours]
  private let overrides: [HoursOverride]

  public init(weekly: [WeeklyHours], overrides: [HoursOverride]) {
    self.weekly = weekly
    self.overrides = overrides
  }

  /// The open hours of a date, in minutes after its midnight up to 1,440: sorted, and joined where they touch. What began on the
  /// day before and goes over midnight is in it.
  public func openMinutes(on date: CivilDate) -> [Range<Int>] {
    let day = 0..<DaySpan.dayMinutes
    return MinuteRanges(minutes(around: date) { base(beginningOn: $0) + spans(.opens, beginningOn: $0) })
      .subtracting(MinuteRanges(minutes(around: date) { spans(.closes, beginningOn: $0) }))
      .clamped(to: day).ranges
  }

  /// - Parameter second: seconds after midnight as a wall clock shows them, 0 to 86,399.
  public func isOpen(on date: CivilDate, atSecond second: Int) -> Bool {
    openMinutes(on: date).contains { $0.contains(second / 60) }
  }

  /// What one override says about a date.
  public struct Contribution: Sendable, Hashable {
    public let overrideName: String
    public let isOpen: Bool
    public let span: DaySpan
  }

  /// What the overrides say about a date, in their own order; temporary hours without any on that date close it whole.
  public func contributions(on date: CivilDate) -> [Contribution] {
    overrides.flatMap { override -> [Contribution] in
      guard let spans = override.spans(beginningOn: date) else { return [] }
      let isOpen = override.effect != .closes && !spans.isEmpty
      return (spans.isEmpty ? [.wholeDay] : spans).map {
        Contribution(overrideName: override.name, isOpen: isOpen, span: $0)
      }
    }
  }

  /// The minutes of spans that begin on a date or on the day before, counted from that date's midnight.
  private func minutes(around date: CivilDate, _ spans: (CivilDate) -> [DaySpan]) -> [Range<Int>] {
    let before = CivilDate(daysSinceEpoch: date.daysSinceEpoch - 1)
    let shift = DaySpan.dayMinutes
    return spans(date).map(\.minutes)
      + spans(before).map { $0.minutes.lowerBound - shift..<$0.minutes.upperBound - shift }
  }

  private func base(beginningOn date: CivilDate) -> [DaySpan] {
    let temporary = overrides.filter { $0.effect == .replaces }.compactMap { $0.spans(beginningOn: date) }
    guard temporary.isEmpty else { return temporary.flatMap { $0 } }
    let weekday = Weekday.of(date)
    return weekly.filter { $0.weekday == weekday }.map(\.span)
  }

  private func spans(_ effect: HoursOverride.Effect, beginningOn date: CivilDate) -> [DaySpan] {
    overrides.filter { $0.effect == effect }.flatMap { $0.spans(beginningOn: date) ?? [] }
  }
}
