import Media
import Testing
import Vocabulary

@Suite struct RTPHeaderTests {
  private func read(_ bytes: [UInt8]) throws(RTPHeader.Problem) -> (header: RTPHeader, payload: Range<Int>) {
    try RTPHeader.read(bytes.span)
  }

  private func problem(_ bytes: [UInt8]) -> RTPHeader.Problem? {
    do {
      _ = try read(bytes)
      return nil
    } catch { return error }
  }

  static let header = RTPHeader(
    hasMarker: true, payloadType: 101, sequenceNumber: 0x1234, timestamp: 0x89AB_CDEF, source: 0xDEAD_BEEF)

  @Test func `a header is written as section 5_1 draws it`() throws {
    var bytes = [UInt8](repeating: 0xAA, count: 14)
    var span = bytes.mutableSpan
    Self.header.write(to: &span)
    #expect(bytes == [0x80, 0xE5, 0x12, 0x34, 0x89, 0xAB, 0xCD, 0xEF, 0xDE, 0xAD, 0xBE, 0xEF, 0xAA, 0xAA])
    let (header, payload) = try read(bytes)
    #expect(header == Self.header)
    #expect(payload == 12..<14)
  }

  /// Two contributing sources, an extension of one word, three bytes of padding.
  static let full: [UInt8] =
    [0xB2, 0x00, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3] + [0, 0, 0, 4, 0, 0, 0, 5] + [0xBE, 0xDE, 0, 1, 9, 9, 9, 9] + [7, 8] + [0, 0, 3]

  @Test func `sources, extension and padding are no payload`() throws {
    let (header, payload) = try read(Self.full)
    #expect(header == RTPHeader(payloadType: 0, sequenceNumber: 1, timestamp: 2, source: 3))
    #expect(payload == 28..<30)
  }

  @Test func `a packet that is cut anywhere is refused, or has padding that is none`() {
    for count in 0..<28 { #expect(problem(Array(Self.full[..<count])) != nil) }
    #expect(problem([]) == .truncated)
  }

  @Test func `padding is as long as it says, and no longer than there is`() {
    let outcomes: [(UInt8, RTPHeader.Problem?)] = [(5, nil), (6, .padding), (0, .padding), (255, .padding)]
    for (count, outcome) in outcomes { #expect(problem(Array(Self.full.dropLast()) + [count]) == outcome) }
  }

  @Test func `other protocols on the port are told apart`() {
    let stun: [UInt8] = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42] + [UInt8](repeating: 0, count: 12)
    #expect(problem(stun) == .version)
    let dtls: [UInt8] = [22, 0xFE, 0xFD] + [UInt8](repeating: 0, count: 20)
    #expect(problem(dtls) == .version)
    for kind in UInt8(192)...223 { #expect(problem([0x80, kind] + [UInt8](repeating: 0, count: 10)) == .control) }
    #expect(problem([0x80, 191] + [UInt8](repeating: 0, count: 10)) == nil)
    #expect(problem([0x80, 224] + [UInt8](repeating: 0, count: 10)) == nil)
  }

  @Test func `packets of a sender are numbered, and an event keeps its time`() {
    var entropy = SeededEntropy(seed: 1)
    var sender = RTPSender(entropy: &entropy)
    let first = sender.header(payloadType: 0, payloadBytes: 160, hasMarker: true)
    sender.pass(samples: 160)
    let second = sender.header(payloadType: 101, payloadBytes: 4, timestamp: first.timestamp)
    #expect(second.sequenceNumber == first.sequenceNumber &+ 1)
    #expect(second.timestamp == first.timestamp)
    #expect(sender.timestamp == first.timestamp &+ 160)
    #expect(sender.packets == 2)
    #expect(sender.octets == 164)
    let before = sender.source
    sender.changeSource(entropy: &entropy)
    #expect(sender.source != before)
    #expect(sender.packets == 0)
  }
}

@Suite struct ReceivedSequenceTests {
  @Test func `numbers are extended by their cycles, in both directions`() {
    var sequence = ReceivedSequence(first: 65_534)
    #expect(sequence.take(65_535) == .taken(65_535))
    #expect(sequence.take(1) == .taken(65_537))
    #expect(sequence.take(0) == .taken(65_536))
    #expect(sequence.highest == 65_537)
    #expect(sequence.lost == 0)
    #expect(sequence.take(65_535) == .taken(65_535))
    #expect(sequence.lost == -1)
  }

  @Test func `a jump is believed when the next packet follows it`() {
    var sequence = ReceivedSequence(first: 100)
    #expect(sequence.take(100 + 2_999) == .taken(3_099))
    #expect(sequence.take(20_000) == .jumped)
    #expect(sequence.take(3_100) == .taken(3_100))
    #expect(sequence.take(20_001) == .jumped)
    #expect(sequence.take(20_002) == .restarted)
    #expect(sequence.highest == 20_002)
    #expect(sequence.take(20_002 - 100) == .taken(19_902))
    #expect(sequence.take(20_002 - 101) == .jumped)
  }

  @Test func `the fraction lost is of what was expected since the last report`() {
    var sequence = ReceivedSequence(first: 0)
    for number in UInt16(1)...9 where number % 2 == 1 { _ = sequence.take(number) }
    // Ten were expected, six came.
    #expect(sequence.lost == 4)
    #expect(sequence.takeFractionLost() == UInt8(4 * 256 / 10))
    #expect(sequence.takeFractionLost() == 0)
    for number in UInt16(10)...19 { _ = sequence.take(number) }
    #expect(sequence.takeFractionLost() == 0)
    #expect(sequence.lost == 4)
  }

  @Test func `jitter is nothing for even packets, and approaches how uneven they are`() {
    var (even, uneven) = (InterarrivalJitter(), InterarrivalJitter())
    for index in 0..<200 {
      let timestamp = UInt32.max &- 1_000 &+ UInt32(index * 160)
      even.take(timestamp: timestamp, arrival: Int64(7_000 + index * 160))
      uneven.take(timestamp: timestamp, arrival: Int64(7_000 + index * 160 + (index % 2) * 80))
    }
    #expect(even.value == 0)
    #expect((75...80).contains(uneven.value))
  }
}
