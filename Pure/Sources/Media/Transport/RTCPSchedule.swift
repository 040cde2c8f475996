public import Vocabulary

/// When the next report is due (RFC 3550 sections 6.2, 6.3), for a session of two.
public struct RTCPSchedule: Sendable {
  /// Seconds between reports at least, before the factor that spreads them.
  public static let intervalSecondsMin = 5.0
  /// What reports may take of a second: 5 % of G.711 with its headers.
  private static let bytesPerSecond = 500.0
  private static let members = 2.0
  /// Of UDP over IPv4, which counts too.
  private static let headerBytes = 28.0
  /// Makes good for what reconsideration does to the average: e - 3/2.
  private static let compensation = 1.218_28

  private var averageBytes = 128.0
  private var isInitial = true
  private var last: Moment
  public private(set) var due: Moment

  public init(at now: Moment, entropy: inout some Entropy) {
    last = now
    due = now
    due = now.adding(interval(&entropy))
  }

  /// The timer has fired: whether to send now. Otherwise `due` is later.
  public mutating func fire(at now: Moment, entropy: inout some Entropy) -> Bool {
    guard now >= due else { return false }
    let reconsidered = last.adding(interval(&entropy))
    guard reconsidered <= now else {
      due = reconsidered
      return false
    }
    return true
  }

  /// A compound packet has left.
  public mutating func sent(bytes: Int, at now: Moment, entropy: inout some Entropy) {
    take(bytes: bytes)
    isInitial = false
    last = now
    due = now.adding(interval(&entropy))
  }

  public mutating func received(bytes: Int) { take(bytes: bytes) }

  private mutating func take(bytes: Int) { averageBytes += (Double(bytes) + Self.headerBytes - averageBytes) / 16 }

  /// Microseconds, anywhere between half and one and a half of what the rule says.
  private func interval(_ entropy: inout some Entropy) -> Int64 {
    let least = Self.intervalSecondsMin / (isInitial ? 2 : 1)
    let seconds = max(least, Self.members * averageBytes / Self.bytesPerSecond)
    let factor = 0.5 + Double(entropy.next() >> 11) / Double(1 << 53)
    return Int64(seconds * factor / Self.compensation * 1_000_000)
  }
}

extension Moment {
  fileprivate func adding(_ microseconds: Int64) -> Moment { Moment(microseconds: self.microseconds + microseconds) }
}
