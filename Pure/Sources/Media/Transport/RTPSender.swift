public import Vocabulary

/// Numbers the packets of a stream that is sent, and counts them for reports (RFC 3550 sections 5.1 and 6.4.1).
public struct RTPSender: Sendable {
  public private(set) var source: UInt32
  /// Of the next frame.
  public private(set) var timestamp: UInt32
  public private(set) var packets: UInt32 = 0
  public private(set) var octets: UInt32 = 0
  private var sequence: UInt16

  /// All three numbers begin anywhere, against guesses.
  public init(entropy: inout some Entropy) {
    let word = entropy.next()
    source = UInt32(truncatingIfNeeded: word)
    timestamp = UInt32(truncatingIfNeeded: word >> 32)
    sequence = UInt16(truncatingIfNeeded: entropy.next())
  }

  /// The header of the next packet. Time does not pass: see `pass`.
  /// - Parameter timestamp: when the payload began, where that is earlier than now, as it is for events.
  public mutating func header(
    payloadType: UInt8, payloadBytes: Int, hasMarker: Bool = false, timestamp: UInt32? = nil
  ) -> RTPHeader {
    defer {
      sequence &+= 1
      packets &+= 1
      octets &+= UInt32(truncatingIfNeeded: payloadBytes)
    }
    return RTPHeader(
      hasMarker: hasMarker, payloadType: payloadType, sequenceNumber: sequence, timestamp: timestamp ?? self.timestamp,
      source: source)
  }

  /// So many samples have passed, sent or not.
  public mutating func pass(samples: Int) { timestamp &+= UInt32(truncatingIfNeeded: samples) }

  /// Takes another SSRC, as somebody else has this one (section 8.2). A BYE for the old one is due.
  public mutating func changeSource(entropy: inout some Entropy) {
    source = UInt32(truncatingIfNeeded: entropy.next())
    (packets, octets) = (0, 0)
  }
}
