import Media
import Vocabulary

/// What comes from a stream's peer: packets become frames and keys.
struct Reception {
  /// The way that keys come by; the first one that brings a key is the only one, so that none counts twice.
  private enum KeyWay { case events, tones }

  private(set) var receiver: RTPReceiver?
  private var jitter = JitterBuffer()
  private var events = EventReceiver()
  private var tones = ToneDetector()
  private var suppressor: DigitSuppressor?
  private var types = PayloadTypes()
  private var isReceiving = false
  private var keyWay: KeyWay?
  private var signals: [DTMFSignal] = []
  private(set) var lastHeard = Moment(microseconds: 0)
  /// The peer's last sender report, and when it came.
  private var lastReport: (middle: UInt32, arrival: Moment)?

  init() { signals.reserveCapacity(8) }

  /// Keys that were pressed since they were taken last.
  private(set) var keys: [DTMFKey] = []

  mutating func agree(_ agreement: AudioAgreement, signaller: IPAddress?, at now: Moment) {
    types = agreement.receiving
    isReceiving = agreement.direction.isReceiving
    lastHeard = now
    if receiver == nil {
      receiver = RTPReceiver(expecting: agreement.remote, signaller: signaller, policy: .signalledHosts)
    } else if !agreement.remote.address.isUnspecified {
      receiver?.expect(agreement.remote)
    }
  }

  /// - Returns: whether a packet was taken.
  mutating func take(_ datagram: Span<UInt8>, from address: TransportAddress, at now: Moment, own: UInt32) -> Bool {
    guard receiver != nil else { return false }
    do {
      let (header, payload) = try RTPHeader.read(datagram)
      guard let taken = try receiver?.take(header, from: address, at: now, own: own, types: types) else { return false }
      lastHeard = now
      guard isReceiving else { return true }
      if taken.isNewStream { events.restart(into: &signals) }
      if header.payloadType == types.events {
        takeEvent(datagram.extracting(payload), header.timestamp, now)
      } else if let law = types.law(of: header.payloadType) {
        _ = jitter.put(
          datagram.extracting(payload), law, timestamp: header.timestamp, isNewStream: taken.isNewStream, at: now)
      }
      return true
    } catch {
      return false
    }
  }

  private mutating func takeEvent(_ payload: Span<UInt8>, _ timestamp: UInt32, _ now: Moment) {
    events.take(payload, timestamp: timestamp, at: now, into: &signals)
    suppressor?.noteEvent(playoutMilliseconds: jitter.targetMilliseconds)
    note(.events)
  }

  /// The next 20 ms of what the peer says; secret digits are silence in it.
  mutating func play(to frame: inout MutableSpan<Int16>, at now: Moment) {
    guard isReceiving else {
      frame.update(repeating: 0)
      return
    }
    _ = jitter.play(to: &frame, at: now)
    events.expire(at: now, into: &signals)
    signals.removeAll(keepingCapacity: true)
    // A peer that has events for keys has agreed to send them so.
    if types.events == nil {
      tones.take(frame.span, into: &signals)
      note(.tones)
    }
    _ = suppressor?.pass(&frame)
  }

  private mutating func note(_ way: KeyWay) {
    for case .pressed(let key) in signals where keyWay == nil || keyWay == way {
      keyWay = way
      keys.append(key)
    }
    signals.removeAll(keepingCapacity: true)
  }

  mutating func takeKeys() -> [DTMFKey] {
    defer { keys = [] }
    return keys
  }

  mutating func guardDigits(_ isGuarded: Bool) { suppressor = isGuarded ? DigitSuppressor() : nil }

  // MARK: Reports

  /// Takes a compound packet that came from the peer's host.
  mutating func takeReports(_ packets: [RTCPPacket], at now: Moment) {
    for case .senderReport(let report) in packets where report.source == receiver?.source {
      lastReport = (report.middle, now)
      lastHeard = now
    }
    for case .receiverReport(let source, _) in packets where source == receiver?.source { lastHeard = now }
  }

  mutating func takeReport(at now: Moment) -> RTCPReportBlock? { receiver?.takeReport(lastReport: lastReport, at: now) }
}
