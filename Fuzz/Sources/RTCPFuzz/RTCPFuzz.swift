import FuzzEntry
import Media
import Vocabulary

/// Input: a compound RTCP packet of unknown origin.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    guard let packets = try? RTCPPacket.read(input.span) else { return }
    mustHold(!packets.isEmpty && packets.count * 4 <= RTCPPacket.bytesMax, "packets are counted by their bytes")
    let known = packets.filter { if case .other = $0 { false } else { true } }
    let bytes = RTCPPacket.bytes(of: known)
    guard bytes.count <= RTCPPacket.bytesMax else { return }
    mustHold((try? RTCPPacket.read(bytes.span)) == known, "what is written says what was read")
    for packet in packets {
      guard case .receiverReport(_, let blocks) = packet else { continue }
      for block in blocks {
        let trip = block.roundTripMicroseconds(at: Moment(seconds: 1_700_000_000)) ?? 0
        mustHold((0...1 << 40).contains(trip), "a round trip is no time to come")
      }
    }
  }
}
