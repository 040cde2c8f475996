extension RTCPPacket {
  /// Why a datagram is no compound RTCP packet.
  public enum Problem: Error, Sendable, Hashable {
    /// It ends before a packet or its member does.
    case truncated
    case version
    /// It does not begin with a report (section 6.1).
    case noReport
    /// In another packet than the last, or more than there is.
    case padding
    case tooLarge
  }

  /// Bytes of a datagram at most, and so of all that is made of it.
  public static let bytesMax = 1_500

  /// Reads a datagram of unknown origin whole, or not at all (appendix A.2).
  public static func read(_ datagram: Span<UInt8>) throws(Problem) -> [RTCPPacket] {
    guard datagram.count <= bytesMax else { throw .tooLarge }
    guard datagram.count >= 8 else { throw .truncated }
    guard (Kind.senderReport...Kind.receiverReport).contains(datagram[1]) else { throw .noReport }
    var packets: [RTCPPacket] = []
    var start = 0
    while start < datagram.count {
      guard datagram.count - start >= 4 else { throw .truncated }
      guard datagram[start] >> 6 == 2 else { throw .version }
      let end = start + 4 + 4 * Int(datagram.word(at: start + 2))
      guard end <= datagram.count else { throw .truncated }
      var content = start + 4..<end
      if datagram[start] & 0x20 != 0 {
        let padding = Int(datagram[end - 1])
        guard end == datagram.count, start > 0, padding > 0, padding <= content.count else { throw .padding }
        content = content.lowerBound..<end - padding
      }
      packets.append(try read(datagram, content, kind: datagram[start + 1], tally: Int(datagram[start] & 0x1F)))
      start = end
    }
    return packets
  }

  private static func read(
    _ bytes: Span<UInt8>, _ content: Range<Int>, kind: UInt8, tally: Int
  ) throws(Problem) -> RTCPPacket {
    let start = content.lowerBound
    switch kind {
    case Kind.senderReport:
      guard content.count >= 24 else { throw .truncated }
      return .senderReport(
        RTCPSenderReport(
          source: bytes.doubleWord(at: start),
          ntp: UInt64(bytes.doubleWord(at: start + 4)) << 32 | UInt64(bytes.doubleWord(at: start + 8)),
          timestamp: bytes.doubleWord(at: start + 12), packets: bytes.doubleWord(at: start + 16),
          octets: bytes.doubleWord(at: start + 20), blocks: try blocks(bytes, start + 24..<content.upperBound, tally)))
    case Kind.receiverReport:
      guard content.count >= 4 else { throw .truncated }
      return .receiverReport(
        source: bytes.doubleWord(at: start), blocks: try blocks(bytes, start + 4..<content.upperBound, tally))
    case Kind.sourceDescription: return .sourceDescription(try descriptions(bytes, content, tally))
    case Kind.bye:
      guard content.count >= 4 * tally else { throw .truncated }
      return .bye((0..<tally).map { bytes.doubleWord(at: start + 4 * $0) })
    default: return .other(kind)
    }
  }

  private static func blocks(_ bytes: Span<UInt8>, _ content: Range<Int>, _ tally: Int) throws(Problem) -> [RTCPReportBlock] {
    guard content.count >= 24 * tally else { throw .truncated }
    return (0..<tally).map { index in
      let start = content.lowerBound + 24 * index
      let lost = bytes.doubleWord(at: start + 4)
      return RTCPReportBlock(
        source: bytes.doubleWord(at: start), fractionLost: UInt8(lost >> 24),
        cumulativeLost: Int32(bitPattern: lost << 8) >> 8, highestSequence: bytes.doubleWord(at: start + 8),
        jitter: bytes.doubleWord(at: start + 12), lastSenderReport: bytes.doubleWord(at: start + 16),
        delay: bytes.doubleWord(at: start + 20))
    }
  }

  /// Chunks of a source and its items, filled up to four bytes (section 6.5). Items but the canonical name are passed over.
  private static func descriptions(
    _ bytes: Span<UInt8>, _ content: Range<Int>, _ tally: Int
  ) throws(Problem) -> [RTCPSourceDescription] {
    var chunks: [RTCPSourceDescription] = []
    var place = content.lowerBound
    for _ in 0..<tally {
      guard content.upperBound - place >= 8 else { throw .truncated }
      var chunk = RTCPSourceDescription(source: bytes.doubleWord(at: place), canonicalName: [])
      place += 4
      while true {
        guard place < content.upperBound else { throw .truncated }
        let item = bytes[place]
        guard item != 0 else { break }
        guard place + 1 < content.upperBound, place + 2 + Int(bytes[place + 1]) <= content.upperBound else { throw .truncated }
        let text = place + 2..<place + 2 + Int(bytes[place + 1])
        if item == 1 { chunk.canonicalName = text.map { bytes[$0] } }
        place = text.upperBound
      }
      // At least one byte of zero ends the items.
      place += 4 - (place - content.lowerBound) % 4
      guard place <= content.upperBound else { throw .truncated }
      chunks.append(chunk)
    }
    return chunks
  }
}
