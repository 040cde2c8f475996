/// The sequence numbers of one source: which ones are taken, and how many are lost (RFC 3550 appendices A.1 and A.3).
public struct ReceivedSequence: Sendable {
  /// Packets that may be missing before the next one.
  public static let dropoutMax = 3_000
  /// How far behind the highest a packet may come.
  public static let misorderMax = 100

  private let first: Int64
  /// With the count of its cycles above its 16 bits.
  public private(set) var highest: Int64
  public private(set) var received: Int64 = 1
  /// What must come next for a jump to be believed.
  private var afterJump: UInt16?
  private var expectedBefore: Int64 = 0
  private var receivedBefore: Int64 = 0

  public init(first: UInt16) {
    self.first = Int64(first)
    highest = Int64(first)
  }

  public enum Verdict: Sendable, Hashable {
    /// With the number extended by its cycles.
    case taken(Int64)
    /// Too far from the others; the source has started anew if the next one follows it.
    case jumped
    case restarted
  }

  public mutating func take(_ number: UInt16) -> Verdict {
    let ahead = Int(number &- UInt16(truncatingIfNeeded: highest))
    if ahead < Self.dropoutMax {
      highest += Int64(ahead)
      received += 1
      afterJump = nil
      return .taken(highest)
    }
    let behind = (1 << 16) - ahead
    if behind <= Self.misorderMax {
      received += 1
      return .taken(highest - Int64(behind))
    }
    if number == afterJump {
      self = ReceivedSequence(first: number)
      return .restarted
    }
    afterJump = number &+ 1
    return .jumped
  }

  /// Packets that were expected and have not come; fewer than none where some came twice.
  public var lost: Int64 { expected - received }
  private var expected: Int64 { highest - first + 1 }

  /// In 1/256, of what was expected since the last call.
  public mutating func takeFractionLost() -> UInt8 {
    let (expectedNow, receivedNow) = (expected - expectedBefore, received - receivedBefore)
    (expectedBefore, receivedBefore) = (expected, received)
    let lost = expectedNow - receivedNow
    return expectedNow > 0 && lost > 0 ? UInt8(min(lost * 256 / expectedNow, 255)) : 0
  }
}

/// How evenly packets come (RFC 3550 appendix A.8).
public struct InterarrivalJitter: Sendable {
  private var transit: Int64?
  /// In sixteenths.
  private var scaled: Int64 = 0

  public init() {}

  /// - Parameter arrival: when the packet came, in the units of its timestamp.
  public mutating func take(timestamp: UInt32, arrival: Int64) {
    let now = Int64(Int32(truncatingIfNeeded: arrival &- Int64(timestamp)))
    // The difference wraps as timestamps do.
    if let transit { scaled += abs(Int64(Int32(truncatingIfNeeded: now - transit))) - (scaled + 8) >> 4 }
    transit = now
  }

  /// In timestamp units.
  public var value: UInt32 { UInt32(truncatingIfNeeded: scaled >> 4) }
}
