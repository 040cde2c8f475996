import FuzzEntry
import Media
import Vocabulary

/// Input: datagrams, each after a byte of its length and one that says how long after the last it comes and from which of four
/// addresses. They go the whole way of a call's audio.
@main struct Fuzz: Fuzzer {
  private static let types = PayloadTypes(mu: 0, a: 8, events: 101)

  static func check(_ input: [UInt8]) {
    var way = Way()
    var place = 0
    while place + 2 <= input.count {
      let (bytes, kind) = (Int(input[place]), input[place + 1])
      let end = min(place + 2 + bytes, input.count)
      way.take(Array(input[place + 2..<end]), kind)
      place = end
    }
    way.finish()
  }

  private struct Way {
    var receiver = RTPReceiver(expecting: address(0), policy: .anywhere)
    var buffer = JitterBuffer()
    var events = EventReceiver()
    var suppressor = DigitSuppressor()
    var recording = RecordingWriter(law: .mu, start: Moment(seconds: 1))
    var (signals, octets) = ([DTMFSignal](), [UInt8]())
    var now = Moment(seconds: 1)
    /// Four seconds, and no more: other inputs wait.
    var framesLeft = 200

    static func address(_ host: UInt8) -> TransportAddress { TransportAddress(IPAddress(ipv4: UInt32(host)), 4_000) }

    mutating func take(_ datagram: [UInt8], _ kind: UInt8) {
      for _ in 0..<min(Int(kind >> 2), max(framesLeft, 0)) { play() }
      guard let (header, payload) = try? RTPHeader.read(datagram.span) else { return }
      mustHold(payload.lowerBound >= 12 && payload.upperBound <= datagram.count, "a payload lies within its datagram")
      let before = receiver.destination
      guard let taken = try? receiver.take(header, from: Self.address(kind & 3), at: now, own: 0xFFFF, types: types) else {
        return mustHold(receiver.destination == before, "what is refused moves nobody")
      }
      let octets = Array(datagram[payload])
      if header.payloadType == 101 {
        if taken.isNewStream { events.restart(into: &signals) }
        events.take(octets.span, timestamp: header.timestamp, at: now, into: &signals)
        suppressor.noteEvent(playoutMilliseconds: buffer.targetMilliseconds)
      } else {
        _ = buffer.put(
          octets.span, header.payloadType == 8 ? .a : .mu, timestamp: header.timestamp, isNewStream: taken.isNewStream, at: now)
      }
    }

    mutating func play() {
      framesLeft -= 1
      now = Moment(microseconds: now.microseconds + 20_000)
      var frame = [Int16](repeating: 0, count: AudioFrame.samples)
      var samples = frame.mutableSpan
      _ = buffer.play(to: &samples, at: now)
      let isSilent = suppressor.pass(&samples)
      mustHold(!isSilent || frame.allSatisfy { $0 == 0 }, "what is muted is silence")
      mustHold(!frame.contains(.min), "no mark of absence is heard")
      mustHold((10...300).contains(buffer.targetMilliseconds), "the delay is bounded")
      events.expire(at: now, into: &signals)
      octets.removeAll(keepingCapacity: true)
      _ = recording.write(customer: frame.span, agent: frame.span, at: now, into: &octets)
      mustHold(octets.count <= RecordingWriter.frameBytes * (RecordingWriter.gapFramesMax + 1), "a frame's octets are bounded")
    }

    mutating func finish() {
      for _ in 0..<12 { play() }
      mustHold(!events.isPressed, "no key stays down")
      let downs = signals.count { if case .pressed = $0 { true } else { false } }
      mustHold(downs * 2 == signals.count, "each key that went down came up")
    }
  }
}
