public import Vocabulary

/// A calendar in a time zone: it answers for moments. An hour that a clock shows twice is open twice; one that it leaves out is
/// never reached.
public struct ZonedHours {
  private let calendar: HoursCalendar
  private let offsetSeconds: (Moment) -> Int

  /// - Parameter offsetSeconds: how far the zone's clocks are ahead of UTC at a moment, in seconds.
  public init(_ calendar: HoursCalendar, offsetSeconds: @escaping (Moment) -> Int) {
    self.calendar = calendar
    self.offsetSeconds = offsetSeconds
  }

  public func isOpen(at moment: Moment) -> Bool {
    let local = moment.wholeSeconds + Int64(offsetSeconds(moment))
    let day = local.dividedDown(by: Self.daySeconds)
    return calendar.isOpen(on: CivilDate(daysSinceEpoch: day), atSecond: Int(local - day * Self.daySeconds))
  }

  /// When it next opens (if closed) or closes (if open).
  /// - Returns: nil when it stays as it is for that many days.
  public func nextChange(after moment: Moment, withinDays days: Int) -> Moment? {
    let isOpen = isOpen(at: moment)
    let first = moment.wholeSeconds.dividedDown(by: Self.daySeconds)
    for day in first...first + Int64(max(0, days)) {
      let change = candidates(onUTCDay: day).first { $0 > moment && self.isOpen(at: $0) != isOpen }
      if let change { return change }
    }
    return nil
  }
}

extension ZonedHours {
  private static var daySeconds: Int64 { 86_400 }

  /// The moments of one UTC day at which anything can change, in order: those that show an edge of open hours on the local clock,
  /// and those at which the clock is put forward or back.
  private func candidates(onUTCDay day: Int64) -> [Moment] {
    let seconds = day * Self.daySeconds..<(day + 1) * Self.daySeconds
    let clockChange = clockChange(in: seconds)
    let offsets = Set([seconds.lowerBound, seconds.upperBound - 1].map { Int64(offsetSeconds(Moment(seconds: $0))) })
    let edges = (day - 1...day + 1).flatMap(localEdges).flatMap { edge in offsets.map { edge - $0 } }
    return (edges + (clockChange.map { [$0] } ?? [])).filter(seconds.contains).sorted().map(Moment.init(seconds:))
  }

  /// The edges of a local day's open hours, in seconds since 1970-01-01T00:00:00 on the local clock.
  private func localEdges(_ day: Int64) -> [Int64] {
    calendar.openMinutes(on: CivilDate(daysSinceEpoch: day)).flatMap {
      [$0.lowerBound, $0.upperBound].map { day * Self.daySeconds + Int64($0) * 60 }
    }
  }

  /// The second of the range at which the clock is put forward or back, if there is one.
  private func clockChange(in seconds: Range<Int64>) -> Int64? {
    func offset(_ second: Int64) -> Int { offsetSeconds(Moment(seconds: second)) }
    var (before, after) = (seconds.lowerBound - 1, seconds.upperBound - 1)
    let original = offset(before)
    guard offset(after) != original else { return nil }
    while after - before > 1 {
      let middle = (before + after) / 2
      if offset(middle) == original { before = middle } else { after = middle }
    }
    return after
  }
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 { (self >= 0 ? self : self - divisor + 1) / divisor }
}
