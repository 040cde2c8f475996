public import Vocabulary

/// One packet of a compound RTCP packet (RFC 3550 section 6).
public enum RTCPPacket: Sendable, Hashable {
  case senderReport(RTCPSenderReport)
  case receiverReport(source: UInt32, blocks: [RTCPReportBlock])
  case sourceDescription([RTCPSourceDescription])
  case bye([UInt32])
  /// Of a type that is not known here.
  case other(UInt8)

  enum Kind {
    static let senderReport: UInt8 = 200
    static let receiverReport: UInt8 = 201
    static let sourceDescription: UInt8 = 202
    static let bye: UInt8 = 203
  }
}

public struct RTCPSenderReport: Sendable, Hashable {
  public var source: UInt32
  /// When it was sent: seconds since 1900 in 32 bits, and 2^-32 of them.
  public var ntp: UInt64
  /// The same in the stream's own time.
  public var timestamp: UInt32
  public var packets: UInt32
  public var octets: UInt32
  public var blocks: [RTCPReportBlock]

  public init(source: UInt32, ntp: UInt64, timestamp: UInt32, packets: UInt32, octets: UInt32, blocks: [RTCPReportBlock]) {
    self.source = source
    self.ntp = ntp
    self.timestamp = timestamp
    self.packets = packets
    self.octets = octets
    self.blocks = blocks
  }

  /// What the other side gives back in its blocks.
  public var middle: UInt32 { UInt32(truncatingIfNeeded: ntp >> 16) }
}

/// What one side says of what it receives of a source (section 6.4.1).
public struct RTCPReportBlock: Sendable, Hashable {
  public var source: UInt32
  /// In 1/256, since the last report.
  public var fractionLost: UInt8
  /// 24 bits with a sign.
  public var cumulativeLost: Int32
  public var highestSequence: UInt32
  /// In timestamp units.
  public var jitter: UInt32
  /// The middle of the last sender report's time; 0 before there was one.
  public var lastSenderReport: UInt32
  /// How long ago that came, in 1/65536 s.
  public var delay: UInt32

  public init(
    source: UInt32, fractionLost: UInt8, cumulativeLost: Int32, highestSequence: UInt32, jitter: UInt32,
    lastSenderReport: UInt32, delay: UInt32
  ) {
    self.source = source
    self.fractionLost = fractionLost
    self.cumulativeLost = cumulativeLost
    self.highestSequence = highestSequence
    self.jitter = jitter
    self.lastSenderReport = lastSenderReport
    self.delay = delay
  }

  /// How long a packet takes there and back; nil before the other side has had a report, or where it says what cannot be.
  public func roundTripMicroseconds(at now: Moment) -> Int64? {
    guard lastSenderReport != 0 else { return nil }
    let passed = UInt32(truncatingIfNeeded: now.ntp >> 16) &- lastSenderReport &- delay
    return passed < 1 << 31 ? Int64(passed) * 1_000_000 / 65_536 : nil
  }
}

public struct RTCPSourceDescription: Sendable, Hashable {
  public var source: UInt32
  /// UTF-8, of 255 bytes at most.
  public var canonicalName: [UInt8]

  public init(source: UInt32, canonicalName: [UInt8]) {
    self.source = source
    self.canonicalName = canonicalName
  }
}

extension Moment {
  /// Seconds since 1900 in 32 bits, and 2^-32 of them (RFC 3550 section 4).
  public var ntp: UInt64 {
    let (second, rest) = (wholeSeconds, microseconds - wholeSeconds * 1_000_000)
    return UInt64(truncatingIfNeeded: second + 2_208_988_800) << 32 | (UInt64(rest) << 32) / 1_000_000
  }
}
