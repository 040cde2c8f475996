import Media
import Testing
import Vocabulary

/// A stream as its sender makes it: a packet each 20 ms.
struct Stream {
  var address: TransportAddress
  var source: UInt32
  var sequence: UInt16 = 1_000
  var timestamp: UInt32 = 50_000

  mutating func next() -> RTPHeader {
    defer {
      sequence &+= 1
      timestamp &+= 160
    }
    return RTPHeader(payloadType: 0, sequenceNumber: sequence, timestamp: timestamp, source: source)
  }
}

/// A receiver and its clock.
struct Ear {
  static let types = PayloadTypes(mu: 0, events: 101)
  static let signalled = address(1, 4_000)
  var receiver: RTPReceiver
  var now = Moment(seconds: 1_000)

  static func address(_ host: UInt32, _ port: UInt16) -> TransportAddress {
    TransportAddress(IPAddress(ipv4: 0xC000_0200 + host), port)
  }

  init(_ policy: RTPReceiver.LatchPolicy = .signalledHosts) {
    receiver = RTPReceiver(expecting: Self.signalled, signaller: Self.address(9, 0).address, policy: policy)
  }

  mutating func pass(milliseconds: Int64) { now = Moment(microseconds: now.microseconds + milliseconds * 1_000) }

  mutating func hear(_ header: RTPHeader, from address: TransportAddress) -> Result<RTPReceiver.Taken, RTPReceiver.Refusal> {
    do {
      return .success(try receiver.take(header, from: address, at: now, own: 0xFFFF_0000, types: Self.types))
    } catch { return .failure(error) }
  }

  /// So many packets, each 20 ms; how many are taken.
  @discardableResult
  mutating func hear(_ packets: Int, of stream: inout Stream) -> Int {
    var taken = 0
    for _ in 0..<packets {
      pass(milliseconds: 20)
      if case .success = hear(stream.next(), from: stream.address) { taken += 1 }
    }
    return taken
  }
}

@Suite struct RTPReceiverTests {
  @Test func `a stream begins with its second packet`() {
    var (ear, stream) = (Ear(), Stream(address: Ear.signalled, source: 7))
    #expect(ear.hear(stream.next(), from: stream.address) == .failure(.probation))
    #expect(ear.hear(stream.next(), from: stream.address) == .success(.init(sequence: 1_001, isNewStream: true)))
    #expect(ear.hear(stream.next(), from: stream.address) == .success(.init(sequence: 1_002, isNewStream: false)))
    #expect(ear.receiver.source == 7)
  }

  @Test func `packets that do not follow each other begin no stream`() {
    var ear = Ear()
    for number in stride(from: UInt16(0), to: 400, by: 2) {
      let header = RTPHeader(payloadType: 0, sequenceNumber: number, timestamp: 0, source: 7)
      #expect(ear.hear(header, from: Ear.signalled) == .failure(.probation))
    }
  }

  @Test func `what is no agreed payload, or has our own source, is refused`() {
    var (ear, stream) = (Ear(), Stream(address: Ear.signalled, source: 7))
    ear.hear(3, of: &stream)
    var header = stream.next()
    header.payloadType = 8
    #expect(ear.hear(header, from: stream.address) == .failure(.payloadType))
    header.payloadType = 0
    header.source = 0xFFFF_0000
    #expect(ear.hear(header, from: stream.address) == .failure(.collision))
  }

  @Test(arguments: [
    (RTPReceiver.LatchPolicy.signalled, [1, 0, 0, 0]), (.signalledHosts, [1, 1, 1, 0]), (.anywhere, [1, 1, 1, 1]),
  ])
  func `a stream begins from where the policy allows`(policy: RTPReceiver.LatchPolicy, allowed: [Int]) {
    let senders = [Ear.signalled, Ear.address(1, 5_000), Ear.address(9, 4_000), Ear.address(66, 4_000)]
    for (sender, isAllowed) in zip(senders, allowed) {
      var (ear, stream) = (Ear(policy), Stream(address: sender, source: 7))
      #expect(ear.hear(10, of: &stream) == isAllowed * 9)
      #expect(ear.receiver.destination == (isAllowed == 1 ? sender : Ear.signalled))
    }
  }

  @Test func `an injector at another address is refused, with any source, count and time that it guesses`() {
    var (ear, stream) = (Ear(.anywhere), Stream(address: Ear.address(66, 4_000), source: 7))
    ear.hear(50, of: &stream)
    var injector = Stream(address: Ear.address(67, 4_000), source: 8)
    #expect(ear.hear(200, of: &injector) == 0)
    // Even one who knows the source, as long as the peer sends.
    var spy = Stream(address: injector.address, source: 7, sequence: stream.sequence, timestamp: stream.timestamp)
    for _ in 0..<200 {
      ear.hear(1, of: &stream)
      #expect(ear.hear(spy.next(), from: spy.address) == .failure(.address))
    }
    #expect(ear.receiver.destination == stream.address)
    // And when it is silent, one who does not know it, or where its count or its time stand.
    ear.pass(milliseconds: 5_000)
    injector.source = 9
    #expect(ear.hear(200, of: &injector) == 0)
    injector = Stream(address: injector.address, source: 7, sequence: stream.sequence &- 20_000, timestamp: stream.timestamp)
    #expect(ear.hear(200, of: &injector) == 0)
    injector = Stream(address: injector.address, source: 7, sequence: stream.sequence, timestamp: stream.timestamp &- 1_000_000)
    #expect(ear.hear(200, of: &injector) == 0)
  }

  /// The control of the test above: one who knows all of it is followed, as it is the peer for all that can be told.
  @Test func `a peer that moves is followed after a silence, and its stream goes on`() {
    var (ear, stream) = (Ear(), Stream(address: Ear.signalled, source: 7))
    ear.hear(50, of: &stream)
    stream.address = Ear.address(1, 6_000)
    #expect(ear.hear(49, of: &stream) == 0)
    #expect(ear.hear(10, of: &stream) == 10 - RTPReceiver.movePackets + 1)
    #expect(ear.receiver.destination == stream.address)
    // Not to a host that the policy does not allow.
    stream.address = Ear.address(66, 6_000)
    #expect(ear.hear(200, of: &stream) == 0)
  }

  @Test func `the signalled address takes over from another`() {
    var (ear, early) = (Ear(), Stream(address: Ear.address(9, 7_000), source: 7))
    ear.hear(50, of: &early)
    var stream = Stream(address: Ear.signalled, source: 8)
    #expect(ear.hear(10, of: &stream) == 9)
    #expect(ear.hear(10, of: &early) == 0)
    #expect(ear.receiver.destination == Ear.signalled)
  }

  @Test func `a flood does not keep the signalled address from beginning`() {
    var (ear, stream, flood) = (Ear(.anywhere), Stream(address: Ear.signalled, source: 7), SeededEntropy(seed: 3))
    for index in 0..<5 {
      let taken = ear.hear(1, of: &stream)
      #expect(taken == (index == 0 ? 0 : 1))
      for _ in 0..<20 {
        let word = flood.next()
        let header = RTPHeader(
          payloadType: 0, sequenceNumber: UInt16(truncatingIfNeeded: word), timestamp: 0,
          source: UInt32(truncatingIfNeeded: word >> 16))
        _ = ear.hear(header, from: Ear.address(66, 1))
      }
    }
  }

  @Test func `another source of the peer is taken when the first is silent`() {
    var (ear, stream, other) = (Ear(), Stream(address: Ear.signalled, source: 7), Stream(address: Ear.signalled, source: 8))
    ear.hear(10, of: &stream)
    for _ in 0..<50 {
      #expect(ear.hear(1, of: &stream) == 1)
      #expect(ear.hear(other.next(), from: other.address) == .failure(.source))
    }
    #expect(ear.hear(10, of: &other) == 10 - 4 - 1)
    #expect(ear.receiver.source == 8)
  }

  @Test func `an address that is signalled anew opens the latch`() {
    var (ear, stream) = (Ear(), Stream(address: Ear.signalled, source: 7))
    ear.hear(10, of: &stream)
    ear.receiver.expect(Ear.signalled)
    #expect(ear.hear(1, of: &stream) == 1)
    ear.receiver.expect(Ear.address(3, 4_000))
    #expect(ear.receiver.destination == Ear.address(3, 4_000))
    #expect(ear.hear(10, of: &stream) == 0)
    stream.address = Ear.address(3, 4_000)
    #expect(ear.hear(10, of: &stream) == 9)
  }
}
