import Media
import Vocabulary

/// One party of a call: its packets as they come, and what is sent to it.
struct Leg {
  private var receiver: RTPReceiver
  private var buffer = JitterBuffer()
  private var sender: RTPSender
  private let address: TransportAddress
  private let types = PayloadTypes(mu: 0, events: 101)
  private var incoming: RTPSender

  init(number: UInt32, entropy: inout SeededEntropy) {
    address = TransportAddress(IPAddress(ipv4: 0x0A00_0000 + number), 4_000)
    receiver = RTPReceiver(expecting: address)
    sender = RTPSender(entropy: &entropy)
    incoming = RTPSender(entropy: &entropy)
  }

  /// The datagram that comes next, from the far side.
  mutating func makePacket(_ octets: Span<UInt8>, to datagram: inout MutableSpan<UInt8>) {
    incoming.header(payloadType: 0, payloadBytes: octets.count).write(to: &datagram)
    for index in octets.indices { datagram[RTPHeader.bytes + index] = octets[index] }
    incoming.pass(samples: octets.count)
  }

  /// Whether the packet was taken.
  mutating func receive(_ datagram: Span<UInt8>, at now: Moment) -> Bool {
    do {
      let (header, payload) = try RTPHeader.read(datagram)
      let taken = try receiver.take(header, from: address, at: now, own: sender.source, types: types)
      let octets = datagram.extracting(payload)
      return buffer.put(octets, .mu, timestamp: header.timestamp, isNewStream: taken.isNewStream, at: now) == .taken
    } catch {
      return false
    }
  }

  mutating func play(to frame: inout MutableSpan<Int16>, at now: Moment) -> Bool {
    buffer.play(to: &frame, at: now) == .heard
  }

  mutating func send(_ frame: Span<Int16>, to datagram: inout MutableSpan<UInt8>) {
    sender.header(payloadType: 0, payloadBytes: frame.count).write(to: &datagram)
    G711.encode(frame, .mu, to: &datagram, at: RTPHeader.bytes)
    sender.pass(samples: frame.count)
  }
}

/// A customer and an agent, recorded.
struct Call {
  private var legs: [Leg]
  private var mixer = ConferenceMixer()
  private var recording: RecordingWriter
  private var suppressor = DigitSuppressor()
  private let isSuppressed: Bool

  init(number: UInt32, at now: Moment, isSuppressed: Bool, entropy: inout SeededEntropy) {
    legs = (0..<2).map { Leg(number: number * 2 + $0, entropy: &entropy) }
    _ = (mixer.join(.customer), mixer.join(.agent))
    recording = RecordingWriter(law: .mu, start: now)
    self.isSuppressed = isSuppressed
  }

  /// What both parties send next.
  mutating func makePackets(_ octets: Span<UInt8>, _ packets: inout [[UInt8]], at place: Int) {
    for leg in 0..<2 {
      var datagram = packets[place + leg].mutableSpan
      legs[leg].makePacket(octets, to: &datagram)
    }
  }

  /// What 20 ms of the call cost: both packets in, both out, one frame of the recording.
  mutating func tick(_ first: Span<UInt8>, _ second: Span<UInt8>, at now: Moment, into recorded: inout [UInt8]) -> Int {
    var samples = InlineArray<160, Int16>(repeating: 0)
    var heard = 0
    if legs[0].receive(first, at: now) { heard += 1 }
    if legs[1].receive(second, at: now) { heard += 1 }
    for party in 0..<2 {
      var frame = samples.mutableSpan
      if legs[party].play(to: &frame, at: now) { heard += 1 }
      if isSuppressed, party == 0 { _ = suppressor.pass(&frame) }
      mixer.speak(samples.span, party)
    }
    for party in 0..<2 {
      var frame = samples.mutableSpan
      mixer.listen(party, to: &frame)
      var packet = InlineArray<172, UInt8>(repeating: 0)
      var datagram = packet.mutableSpan
      legs[party].send(samples.span, to: &datagram)
    }
    if record(at: now, into: &recorded) == .written { heard += 1 }
    return heard
  }

  private mutating func record(at now: Moment, into recorded: inout [UInt8]) -> RecordingWriter.Outcome {
    var (outside, agents) = (InlineArray<160, Int16>(repeating: 0), InlineArray<160, Int16>(repeating: 0))
    var customer = outside.mutableSpan
    mixer.record(agents: false, to: &customer)
    var agent = agents.mutableSpan
    mixer.record(agents: true, to: &agent)
    mixer.finishFrame()
    return recording.write(customer: outside.span, agent: agents.span, at: now, into: &recorded)
  }
}
