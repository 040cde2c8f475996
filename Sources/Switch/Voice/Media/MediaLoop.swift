import Datagrams
import Media
import Vocabulary

/// What the media thread does: each 20 ms it takes what has come, and makes what everybody hears. When a packet came the kernel
/// knows; where its room would not last for 20 ms, packets are taken in between.
///
/// Within a tick all that streams say is played out first; then each hears the others. Nothing waits for another thread, and
/// nothing is allocated for a packet.
final class MediaLoop {
  struct Settings: Sendable {
    let clock: MediaClock
    /// So long nothing may come from a peer that was to send.
    let silenceSecondsMax: Int
  }

  private static let tickNanoseconds: Int64 = 20_000_000
  /// Times that packets are taken in a tick, at most.
  private static let takesMax = 16
  /// Ticks that are made good when the machine had no time; more are left out.
  private static let lateTicksMax: Int64 = 5
  private static let datagramBytesMax = 1_500
  /// Reports that are read in one tick: they are larger, and made of memory.
  private static let reportsMax = 64

  private var poll: DatagramPoll
  private let ports: [MediaPort]
  private let settings: Settings
  private let tell: @Sendable ([MediaEvent]) -> Void
  private var portStreams: [PortStreams]
  private let packetsMax: Int
  private var streams: [StreamID: MediaStream] = [:]
  /// By port, so that what leaves by one socket leaves together.
  private var ordered: [MediaStream] = []
  private var freeSlots: [Int] = []
  /// What each stream says in this tick.
  private var frames: [Int16] = []
  private var incoming = DatagramBatch(capacity: 128, bytesMax: datagramBytesMax)
  private var outgoing = DatagramBatch(capacity: 128, bytesMax: datagramBytesMax)
  private var events: [MediaEvent] = []
  private var ready: [Int] = []
  private var recorder: Recorder
  private var reportsLeft = reportsMax
  private var isStopped = false

  init(
    poll: consuming DatagramPoll, ports: [MediaPort], settings: Settings, recording: any RecordingSink,
    tell: @escaping @Sendable ([MediaEvent]) -> Void
  ) {
    self.poll = poll
    self.ports = ports
    self.settings = settings
    self.tell = tell
    portStreams = ports.map { _ in PortStreams() }
    packetsMax = ports.map(\.packetsMax).min() ?? 1
    recorder = Recorder(sink: recording)
  }

  func run(_ thread: MediaThread) {
    while !isStopped {
      if streams.isEmpty, thread.fallAsleep() { poll.wait(nanoseconds: -1) { ready.append(Int($0)) } }
      carryOut(thread.takeAll())
      drain()
      var due = MediaClock.nanoseconds
      while !streams.isEmpty, !isStopped {
        let takes = takesPerTick
        for take in 1...takes {
          MediaClock.sleep(until: due + Self.tickNanoseconds * take / takes)
          receive()
        }
        due += Self.tickNanoseconds
        carryOut(thread.takeAll())
        tick()
        // What the machine had no time for is gone.
        let now = MediaClock.nanoseconds
        if now - due > Self.lateTicksMax * Self.tickNanoseconds { due = now }
      }
    }
  }

  /// So often that half of a port's room is enough: streams are spread over the ports, and each has a packet in a tick.
  private var takesPerTick: Int64 {
    let packets = 2 * (streams.count / ports.count + 1)
    return Int64(min(Self.takesMax, 1 + packets / packetsMax))
  }

  // MARK: Packets

  private func receive() {
    ready.removeAll(keepingCapacity: true)
    poll.wait(nanoseconds: 0) { ready.append(Int($0)) }
    drain()
  }

  private func drain() {
    for port in ready {
      repeat {
        ports[port].socket.receive(into: &incoming)
        let now = MediaClock.nanoseconds
        for index in 0..<incoming.count {
          let came = settings.clock.moment(now - incoming.nanosecondsWaited(index))
          incoming.read(index) { datagram, peer in take(datagram, from: TransportAddress(peer), port, came) }
        }
      } while incoming.isFull
    }
    ready.removeAll(keepingCapacity: true)
  }

  private func take(_ datagram: Span<UInt8>, from address: TransportAddress, _ port: Int, _ now: Moment) {
    guard datagram.count >= RTPHeader.bytes else { return }
    guard !(192...223).contains(datagram[1]) else { return takeReports(datagram, from: address, port, now) }
    let source = (8..<12).reduce(UInt32(0)) { $0 << 8 | UInt32(datagram[$1]) }
    guard let stream = portStreams[port].stream(of: address, source: source) else { return }
    guard stream.reception.take(datagram, from: address, at: now, own: stream.emission.sender.source) else { return }
    guard stream.found != address else { return }
    portStreams[port].found(address, source: source, stream)
    events.append(.found(stream.id, address))
  }

  /// Reports come from the host of the stream that they name.
  private func takeReports(_ datagram: Span<UInt8>, from address: TransportAddress, _ port: Int, _ now: Moment) {
    guard reportsLeft > 0 else { return }
    reportsLeft -= 1
    let source = (4..<8).reduce(UInt32(0)) { $0 << 8 | UInt32(datagram[$1]) }
    guard let stream = portStreams[port].stream(of: address, source: source), stream.found?.address == address.address,
      let packets = try? RTCPPacket.read(datagram)
    else { return }
    stream.reception.takeReports(packets, at: now)
    stream.emission.reportReceived(bytes: datagram.count)
  }

  // MARK: The tick

  private func tick() {
    let now = settings.clock.moment(MediaClock.nanoseconds)
    reportsLeft = Self.reportsMax
    for stream in ordered { playOut(stream, now) }
    var port = -1
    let frames = frames
    for stream in ordered {
      if stream.port != port || outgoing.count + 4 > outgoing.capacity {
        flush(port)
        port = stream.port
      }
      send(stream, frames.span, now)
    }
    flush(port)
    recorder.record(frames.span)
    guard !events.isEmpty else { return }
    tell(events)
    events = []
  }

  private func flush(_ port: Int) { if port >= 0, outgoing.count > 0 { ports[port].socket.send(&outgoing) } }

  private func playOut(_ stream: MediaStream, _ now: Moment) {
    var said = InlineArray<160, Int16>(repeating: 0)
    var frame = said.mutableSpan
    stream.reception.play(to: &frame, at: now)
    Self.put(said, of: stream, into: &frames)
    if !stream.reception.keys.isEmpty {
      for key in stream.reception.takeKeys() { events.append(.pressed(stream.id, key)) }
    }
    // Who is on hold at the peer's may hear nothing.
    guard stream.emission.agreement?.direction == .sendrecv, !stream.hasFallenSilent,
      now.microseconds - stream.reception.lastHeard.microseconds > Int64(settings.silenceSecondsMax) * 1_000_000
    else { return }
    stream.hasFallenSilent = true
    events.append(.fellSilent(stream.id))
  }

  /// Puts what a stream says where the others hear it.
  private static func put(_ said: InlineArray<160, Int16>, of stream: MediaStream, into frames: inout [Int16]) {
    let first = stream.slot * AudioFrame.samples
    var all = frames.mutableSpan
    for index in said.indices { all[first + index] = said[index] }
  }

  /// Each hears the sum of whom it hears, and what it alone is played.
  private func send(_ stream: MediaStream, _ frames: Span<Int16>, _ now: Moment) {
    guard let receiver = stream.reception.receiver else { return }
    var sums = InlineArray<160, Int32>(repeating: 0)
    for slot in stream.hears {
      let first = slot * AudioFrame.samples
      for index in sums.indices { sums[index] &+= Int32(frames[first + index]) }
    }
    var own = sums.mutableSpan
    if let playback = stream.emission.addOwn(to: &own) { events.append(.played(stream.id, playback: playback)) }
    var heard = InlineArray<160, Int16>(repeating: 0)
    for index in heard.indices { heard[index] = Int16(clamping: sums[index]) }
    stream.emission.send(heard.span, to: receiver.destination, into: &outgoing)
    if stream.emission.isReportDue(at: now) { report(stream, now) }
  }

  private func report(_ stream: MediaStream, _ now: Moment) {
    guard let agreement = stream.emission.agreement, let receiver = stream.reception.receiver,
      let address = agreement.isControlMuxed ? receiver.destination : agreement.remoteControl
    else { return }
    let bytes = stream.emission.report(stream.reception.takeReport(at: now), at: now)
    _ = outgoing.add(to: DatagramAddress(address)) { datagram in
      for index in bytes.indices { datagram[index] = bytes[index] }
      return bytes.count
    }
  }

  // MARK: Commands

  private func carryOut(_ commands: [MediaCommand]) {
    for command in commands { carryOut(command) }
  }

  private func carryOut(_ command: MediaCommand) {
    switch command {
    case .open(let id, let port): open(id, port)
    case .agree(let id, let agreement, let signaller): agree(id, agreement, signaller)
    case .close(let id): close(id)
    case .hear(let id, let others): streams[id]?.hears = slots(others)
    case .play(let id, let playback, let sounds, let isRepeated):
      streams[id]?.emission.play(Playing(playback: playback, sounds, isRepeated: isRepeated))
    case .stopPlaying(let id): streams[id]?.emission.play(nil)
    case .sendDigits(let id, let keys): streams[id]?.emission.send(keys)
    case .guardDigits(let id, let isGuarded): streams[id]?.reception.guardDigits(isGuarded)
    case .record(let contactID, let customer, let agent, let isSuspended):
      recorder.set(contactID, customer: slots(customer), agent: slots(agent), isSuspended: isSuspended)
    case .finishRecording(let contactID): recorder.finish(contactID)
    case .stop: isStopped = true
    }
  }

  private func slots(_ ids: [StreamID]) -> [Int] { ids.compactMap { streams[$0]?.slot } }

  private func open(_ id: StreamID, _ port: Int) {
    let slot = freeSlots.popLast() ?? frames.count / AudioFrame.samples
    if slot * AudioFrame.samples == frames.count { frames += [Int16](repeating: 0, count: AudioFrame.samples) }
    let stream = MediaStream(id: id, port: port, slot: slot)
    streams[id] = stream
    ordered.insert(stream, at: ordered.firstIndex { $0.port > port } ?? ordered.count)
    portStreams[port].add(stream)
  }

  private func agree(_ id: StreamID, _ agreement: AudioAgreement, _ signaller: IPAddress?) {
    guard let stream = streams[id] else { return }
    let now = settings.clock.moment(MediaClock.nanoseconds)
    stream.reception.agree(agreement, signaller: signaller, at: now)
    stream.emission.agree(agreement, at: now)
    if !agreement.remote.address.isUnspecified { portStreams[stream.port].expect(agreement.remote, stream) }
  }

  private func close(_ id: StreamID) {
    guard let stream = streams.removeValue(forKey: id) else { return }
    ordered.removeAll { $0 === stream }
    portStreams[stream.port].remove(stream)
    for other in ordered where other.hears.contains(stream.slot) { other.hears.removeAll { $0 == stream.slot } }
    recorder.forget(stream.slot)
    Self.put(InlineArray(repeating: 0), of: stream, into: &frames)
    freeSlots.append(stream.slot)
  }
}
