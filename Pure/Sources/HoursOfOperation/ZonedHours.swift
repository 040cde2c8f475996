public import Vocabulary

/// A calendar in a time zone: it answers for moments. An hour that a clock shows twice is open twice; one that it leaves out is
/// never reached.
public struct ZonedHours {
  private static let daySeconds: Int64 = 86_400

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
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 { (self >= 0 ? self : self - divisor + 1) / divisor }
}
