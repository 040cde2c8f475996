import Datagrams
import Foundation
import Media

/// One side of a call: it says its own tone, 20 ms a packet, and counts what comes.
final class Leg {
  static let samples = 160
  private static let toneSamples = 8_000
  private static let octetsKept = 2_000

  let hertz: Int
  let line: Line
  private let source: UInt32
  private let tone: [UInt8]
  private var sequence: UInt16 = 0
  private var timestamp: UInt32 = 0
  private var sent: UInt32 = 0
  /// Where what it says goes; nil while it says nothing.
  var remote: DatagramAddress?
  private(set) var heard = Heard()
  /// What the program says of what it receives from here.
  private(set) var told = Told()
  private var kept = [UInt8](repeating: 0xFF, count: octetsKept)
  private var place = 0

  init(hertz: Int, source: UInt32, host: String) throws {
    self.hertz = hertz
    self.source = source
    line = try Line(host: host, port: 0)
    tone = (0..<Self.toneSamples).map { sample in
      G711.octet(of: Int16(8_000 * sin(2 * Double.pi * Double(hertz * sample) / Double(Self.toneSamples))), .mu)
    }
  }

  /// A description that offers this leg, and takes any offer.
  func description(_ host: String) -> String {
    "v=0\r\no=- 1 1 IN IP4 \(host)\r\ns=-\r\nc=IN IP4 \(host)\r\nt=0 0\r\nm=audio \(line.port) RTP/AVP 0 101\r\n"
      + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=rtcp-mux\r\n"
      + "a=ptime:20\r\na=sendrecv\r\n"
  }

  func begin(_ remote: DatagramAddress) {
    guard self.remote == nil else { return }
    (self.remote, heard, told) = (remote, Heard(), Told())
    for index in kept.indices { kept[index] = 0xFF }
  }

  /// What is counted begins now.
  func measure() {
    heard.measure()
    told.measure()
  }

  func say(_ batch: inout DatagramBatch) {
    guard let remote else { return }
    let header = RTPHeader(payloadType: 0, sequenceNumber: sequence, timestamp: timestamp, source: source)
    let start = Int(timestamp) % Self.toneSamples
    _ = batch.add(to: remote) { datagram in
      header.write(to: &datagram)
      for index in 0..<Self.samples { datagram[RTPHeader.bytes + index] = tone[start + index] }
      return RTPHeader.bytes + Self.samples
    }
    line.socket.send(&batch)
    sequence &+= 1
    timestamp &+= UInt32(Self.samples)
    // A second holds whole turns of every tone, and 2^32 is no multiple of it.
    if timestamp > UInt32.max - UInt32(Self.toneSamples) { timestamp = 0 }
    sent += 1
  }

  func report(_ batch: inout DatagramBatch, milliseconds: Int64) {
    guard let remote, sent > 0 else { return }
    let report = RTCPSenderReport(
      source: source, ntp: UInt64(milliseconds) << 32 / 1_000, timestamp: timestamp, packets: sent, octets: sent * 160,
      blocks: heard.block.map { [$0] } ?? [])
    let bytes = RTCPPacket.bytes(of: [.senderReport(report)])
    _ = batch.add(to: remote) { datagram in
      for index in bytes.indices { datagram[index] = bytes[index] }
      return bytes.count
    }
    line.socket.send(&batch)
  }

  func take(_ datagram: Span<UInt8>, from peer: DatagramAddress, at nanoseconds: Int64) {
    guard datagram.count >= RTPHeader.bytes, peer == remote else { return }
    guard !(192...223).contains(datagram[1]) else { return takeReports(datagram) }
    guard let (header, payload) = try? RTPHeader.read(datagram), header.payloadType == 0 else { return }
    var isLoud = false
    for index in payload {
      // The three bits of the segment, inverted: half of them for what is loud.
      if datagram[index] & 0x70 < 0x40 { isLoud = true }
      kept[place] = datagram[index]
      place = place + 1 == Self.octetsKept ? 0 : place + 1
    }
    heard.take(header, isLoud: isLoud, at: nanoseconds)
  }

  private func takeReports(_ datagram: Span<UInt8>) {
    guard let packets = try? RTCPPacket.read(datagram) else { return }
    for packet in packets {
      switch packet {
      case .senderReport(let report): told.take(report.blocks, source)
      case .receiverReport(_, let blocks): told.take(blocks, source)
      default: break
      }
    }
  }

  /// How much of what came last, a quarter of a second if nothing is said, that tone is (Goertzel), from 0 to 1.
  func share(of hertz: Int, octets: Int = octetsKept) -> Double {
    let samples = (Self.octetsKept - octets..<Self.octetsKept).map {
      Double(G711.sample(of: kept[(place + $0) % Self.octetsKept], .mu))
    }
    let energy = samples.reduce(0) { $0 + $1 * $1 }
    guard energy > 1_000 * Double(samples.count) else { return 0 }
    let coefficient = 2 * cos(2 * Double.pi * Double(hertz) / 8_000)
    var (last, before) = (0.0, 0.0)
    for sample in samples { (last, before) = (sample + coefficient * last - before, last) }
    return 2 * (last * last + before * before - coefficient * last * before) / (energy * Double(samples.count))
  }
}

/// What has come of a stream, reckoned as RFC 3550 has it.
struct Heard {
  private(set) var packets = 0
  private(set) var loud = 0
  private var first: Int64 = 0
  private var highest: Int64?
  private var source: UInt32 = 0
  private var transit: Double?
  private var jitter = 0.0
  private(set) var jitterMax = 0.0

  mutating func measure() {
    (packets, loud, jitterMax) = (0, 0, 0)
    first = (highest ?? -1) + 1
  }

  var expected: Int { highest.map { max(0, Int($0 - first + 1)) } ?? 0 }

  mutating func take(_ header: RTPHeader, isLoud: Bool, at nanoseconds: Int64) {
    if let highest {
      self.highest = max(
        highest, highest + Int64(Int16(bitPattern: header.sequenceNumber &- UInt16(truncatingIfNeeded: highest))))
    } else {
      (first, highest, source) = (Int64(header.sequenceNumber), Int64(header.sequenceNumber), header.source)
    }
    packets += 1
    if isLoud { loud += 1 }
    let transit = Double(nanoseconds) * 8e-6 - Double(header.timestamp)
    if let before = self.transit, abs(transit - before) < 1e6 {
      jitter += (abs(transit - before) - jitter) / 16
      jitterMax = max(jitterMax, jitter)
    }
    self.transit = transit
  }

  var block: RTCPReportBlock? {
    highest.map {
      RTCPReportBlock(
        source: source, fractionLost: 0, cumulativeLost: Int32(clamping: expected - packets),
        highestSequence: UInt32(truncatingIfNeeded: $0), jitter: UInt32(jitter), lastSenderReport: 0, delay: 0)
    }
  }
}

/// What reports say of one stream.
struct Told {
  private(set) var reports = 0
  private(set) var jitterMax = 0.0
  private var (lost, highest) = (Int32(0), UInt32(0))
  private var (lostBefore, highestBefore) = (Int32(0), UInt32(0))

  mutating func measure() { (reports, jitterMax, lostBefore, highestBefore) = (0, 0, lost, highest) }

  mutating func take(_ blocks: [RTCPReportBlock], _ source: UInt32) {
    for block in blocks where block.source == source {
      reports += 1
      jitterMax = max(jitterMax, Double(block.jitter))
      (lost, highest) = (block.cumulativeLost, block.highestSequence)
    }
  }

  /// Of all packets since the counting began.
  var loss: Double { Double(lost - lostBefore) / Double(max(1, highest &- highestBefore)) }
}
