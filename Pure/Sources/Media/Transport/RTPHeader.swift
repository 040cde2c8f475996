/// What an RTP packet says before its payload (RFC 3550 section 5.1). Contributing sources and the extension are passed over.
public struct RTPHeader: Sendable, Hashable {
  public var hasMarker: Bool
  public var payloadType: UInt8
  public var sequenceNumber: UInt16
  public var timestamp: UInt32
  /// The SSRC.
  public var source: UInt32

  /// Of a header without contributing sources and extension, such as are written here.
  public static let bytes = 12

  public init(hasMarker: Bool = false, payloadType: UInt8, sequenceNumber: UInt16, timestamp: UInt32, source: UInt32) {
    self.hasMarker = hasMarker
    self.payloadType = payloadType
    self.sequenceNumber = sequenceNumber
    self.timestamp = timestamp
    self.source = source
  }

  /// Why a datagram is no RTP packet.
  public enum Problem: Error, Sendable, Hashable {
    case truncated
    /// Not version 2: STUN, DTLS, or nothing of the kind.
    case version
    /// RTCP on the same port (RFC 5761 section 4).
    case control
    /// More padding than there is payload, or none where there should be.
    case padding
  }

  /// Reads the header of a datagram of unknown origin.
  /// - Returns: the header, and where the payload stands: it may be empty.
  public static func read(_ datagram: Span<UInt8>) throws(Problem) -> (header: RTPHeader, payload: Range<Int>) {
    guard datagram.count >= bytes else { throw .truncated }
    let (first, second) = (datagram[0], datagram[1])
    guard first >> 6 == 2 else { throw .version }
    guard !(192...223).contains(second) else { throw .control }
    var start = bytes + 4 * Int(first & 0xF)
    if first & 0x10 != 0 {
      guard start + 4 <= datagram.count else { throw .truncated }
      start += 4 + 4 * Int(datagram.word(at: start + 2))
    }
    var end = datagram.count
    guard start <= end else { throw .truncated }
    if first & 0x20 != 0 {
      let padding = Int(datagram[end - 1])
      guard padding > 0, padding <= end - start else { throw .padding }
      end -= padding
    }
    let header = RTPHeader(
      hasMarker: second & 0x80 != 0, payloadType: second & 0x7F, sequenceNumber: datagram.word(at: 2),
      timestamp: datagram.doubleWord(at: 4), source: datagram.doubleWord(at: 8))
    return (header, start..<end)
  }

  /// Writes the header to the first `bytes` of a packet.
  public func write(to packet: inout MutableSpan<UInt8>) {
    packet[0] = 0x80
    packet[1] = (hasMarker ? 0x80 : 0) | payloadType & 0x7F
    packet.set(sequenceNumber, at: 2)
    packet.set(timestamp, at: 4)
    packet.set(source, at: 8)
  }
}
