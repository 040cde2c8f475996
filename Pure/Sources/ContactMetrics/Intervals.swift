public import Vocabulary

/// Connect's IntervalPeriod.
public enum IntervalPeriod: String, Sendable, Hashable, CaseIterable {
  case fifteenMinutes = "FIFTEEN_MIN"
  case thirtyMinutes = "THIRTY_MIN"
  case hour = "HOUR"
  case day = "DAY"
  case week = "WEEK"
  case total = "TOTAL"

  /// The longest time that may be asked about.
  var daysMax: Int64 {
    switch self {
    case .fifteenMinutes, .thirtyMinutes, .hour: 3
    case .day, .week, .total: 35
    }
  }
}

/// A time cut into the pieces of a period, on the clocks of a time zone. The first and the last piece may be shorter.
public struct MetricIntervals: Sendable, Hashable {
  public let period: IntervalPeriod
  /// The start of each piece, and the end of the last.
  let borders: [Moment]

  private static let daySeconds: Int64 = 86_400
  /// 1970-01-01 was a Thursday; weeks begin on Sunday.
  private static let daysToSunday: Int64 = 4

  init(from start: Moment, to end: Moment, by period: IntervalPeriod, offsetSeconds: (Moment) -> Int) {
    self.period = period
    var borders = [start]
    while let next = Self.border(after: borders[borders.count - 1], period, offsetSeconds), next < end { borders.append(next) }
    self.borders = borders + [end]
  }

  public var count: Int { borders.count - 1 }
  public subscript(index: Int) -> (start: Moment, end: Moment) { (borders[index], borders[index + 1]) }

  /// The piece that a moment lies in; nil outside.
  func index(of moment: Moment) -> Int? {
    guard moment >= borders[0], moment < borders[count] else { return nil }
    var (low, high) = (0, count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if borders[middle] <= moment { low = middle } else { high = middle }
    }
    return low
  }

  /// A day has as many hours as its clocks show: the border is sought on the clock, then told in UTC.
  private static func border(after moment: Moment, _ period: IntervalPeriod, _ offsetSeconds: (Moment) -> Int) -> Moment? {
    let local = moment.wholeSeconds + Int64(offsetSeconds(moment))
    switch period {
    case .total: return nil
    case .fifteenMinutes: return moment.adding(seconds: 900 - remainder(local, 900))
    case .thirtyMinutes: return moment.adding(seconds: 1_800 - remainder(local, 1_800))
    case .hour: return moment.adding(seconds: 3_600 - remainder(local, 3_600))
    case .day: return utc(local + daySeconds - remainder(local, daySeconds), offsetSeconds)
    case .week:
      return utc(local + 7 * daySeconds - remainder(local + daysToSunday * daySeconds, 7 * daySeconds), offsetSeconds)
    }
  }

  private static func utc(_ local: Int64, _ offsetSeconds: (Moment) -> Int) -> Moment {
    let guess = Moment(seconds: local - Int64(offsetSeconds(Moment(seconds: local))))
    return Moment(seconds: local - Int64(offsetSeconds(guess)))
  }

  private static func remainder(_ value: Int64, _ divisor: Int64) -> Int64 { ((value % divisor) + divisor) % divisor }
}
