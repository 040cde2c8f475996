import Datagrams
import Media
import SystemEntropy
import Vocabulary

/// What goes to a stream's peer.
struct Emission {
  private(set) var sender: RTPSender
  private(set) var agreement: AudioAgreement?
  private var playing: Playing?
  private var events = EventSender()
  private var tones = KeyTones()
  private var schedule: RTCPSchedule?
  /// Octets that wait for their packet to be full.
  private var waiting = [UInt8](repeating: 0, count: 960)
  private var waitingOctets = 0
  private var entropy = SystemEntropy()

  init() { sender = RTPSender(entropy: &entropy) }

  mutating func agree(_ agreement: AudioAgreement, at now: Moment) {
    if agreement.packetMilliseconds != self.agreement?.packetMilliseconds || agreement.law != self.agreement?.law {
      waitingOctets = 0
    }
    self.agreement = agreement
    if schedule == nil { schedule = RTCPSchedule(at: now, entropy: &entropy) }
  }

  mutating func play(_ playing: Playing?) { self.playing = playing }

  /// As events where the peer has them, otherwise as tones.
  mutating func send(_ keys: [DTMFKey]) {
    guard agreement?.sending.events != nil else { return tones.add(keys) }
    for key in keys { _ = events.send(key) }
  }

  /// Adds what the stream alone hears.
  /// - Returns: the playback that has ended with this frame.
  mutating func addOwn(to sums: inout MutableSpan<Int32>) -> Int? {
    tones.add(to: &sums)
    guard playing != nil else { return nil }
    let number = playing?.playback
    guard playing?.add(to: &sums) == false else { return nil }
    playing = nil
    return number
  }

  /// Writes the packets of a frame that go to the peer now.
  mutating func send(_ samples: Span<Int16>, to address: TransportAddress, into batch: inout DatagramBatch) {
    guard let agreement, agreement.direction.isSending, !address.address.isUnspecified,
      let payloadType = agreement.sending[agreement.law]
    else { return sender.pass(samples: AudioFrame.samples) }
    let now = sender.timestamp
    if let events = agreement.sending.events, let packet = self.events.next(at: now) {
      waitingOctets = 0
      send(packet, events, to: address, into: &batch)
      return sender.pass(samples: AudioFrame.samples)
    }
    let place = waitingOctets
    var octets = waiting.mutableSpan
    G711.encode(samples, agreement.law, to: &octets, at: place)
    waitingOctets += AudioFrame.samples
    let packetOctets = agreement.packetMilliseconds * 8
    var sent = 0
    while waitingOctets - sent >= packetOctets {
      let back = UInt32(waitingOctets - sent - AudioFrame.samples)
      send(payloadType, sent..<sent + packetOctets, timestamp: sender.timestamp &- back, to: address, into: &batch)
      sent += packetOctets
    }
    for index in sent..<waitingOctets { waiting[index - sent] = waiting[index] }
    waitingOctets -= sent
    sender.pass(samples: AudioFrame.samples)
  }

  private mutating func send(
    _ payloadType: UInt8, _ range: Range<Int>, timestamp: UInt32, to address: TransportAddress, into batch: inout DatagramBatch
  ) {
    let header = sender.header(payloadType: payloadType, payloadBytes: range.count, timestamp: timestamp)
    let octets = waiting
    _ = batch.add(to: DatagramAddress(address)) { datagram in
      header.write(to: &datagram)
      for index in range { datagram[RTPHeader.bytes + index - range.lowerBound] = octets[index] }
      return RTPHeader.bytes + range.count
    }
  }

  private mutating func send(
    _ packet: EventSender.Packet, _ payloadType: UInt8, to address: TransportAddress, into batch: inout DatagramBatch
  ) {
    let header = sender.header(
      payloadType: payloadType, payloadBytes: EventReceiver.payloadBytes, hasMarker: packet.hasMarker,
      timestamp: packet.timestamp)
    _ = batch.add(to: DatagramAddress(address)) { datagram in
      header.write(to: &datagram)
      packet.write(to: &datagram, at: RTPHeader.bytes)
      return RTPHeader.bytes + EventReceiver.payloadBytes
    }
  }

  // MARK: Reports

  mutating func isReportDue(at now: Moment) -> Bool {
    guard let schedule, schedule.due <= now else { return false }
    return self.schedule?.fire(at: now, entropy: &entropy) == true
  }

  /// A compound packet of our report and our name, which says nothing of who we are.
  mutating func report(_ block: RTCPReportBlock?, at now: Moment) -> [UInt8] {
    let blocks = block.map { [$0] } ?? []
    let report: RTCPPacket =
      sender.packets > 0
      ? .senderReport(
        RTCPSenderReport(
          source: sender.source, ntp: now.ntp, timestamp: sender.timestamp, packets: sender.packets, octets: sender.octets,
          blocks: blocks)) : .receiverReport(source: sender.source, blocks: blocks)
    let name = RTCPSourceDescription(source: sender.source, canonicalName: Array(String(sender.source, radix: 16).utf8))
    let bytes = RTCPPacket.bytes(of: [report, .sourceDescription([name])])
    schedule?.sent(bytes: bytes.count, at: now, entropy: &entropy)
    return bytes
  }

  mutating func reportReceived(bytes: Int) { schedule?.received(bytes: bytes) }
}

extension DatagramAddress {
  init(_ address: TransportAddress) {
    let bits = address.address.bits
    self.init(high: UInt64(truncatingIfNeeded: bits >> 64), low: UInt64(truncatingIfNeeded: bits), port: address.port)
  }
}

extension TransportAddress {
  init(_ address: DatagramAddress) {
    self.init(IPAddress(bits: UInt128(address.high) << 64 | UInt128(address.low)), address.port)
  }
}
