import Media
import Testing
import Vocabulary

@Suite struct RTCPTests {
  static let block = RTCPReportBlock(
    source: 0x0102_0304, fractionLost: 64, cumulativeLost: -2, highestSequence: 0x1_0005, jitter: 80,
    lastSenderReport: 0xAABB_CCDD,
    delay: 65_536)
  static let compound: [RTCPPacket] = [
    .senderReport(
      RTCPSenderReport(source: 9, ntp: 0x83AA_7E80_8000_0000, timestamp: 160, packets: 10, octets: 1_600, blocks: [block])),
    .sourceDescription([RTCPSourceDescription(source: 9, canonicalName: Array("k3j5".utf8))]), .bye([9]),
  ]

  private func problem(_ bytes: [UInt8]) -> RTCPPacket.Problem? {
    do {
      _ = try RTCPPacket.read(bytes.span)
      return nil
    } catch { return error }
  }

  @Test func `a compound packet is written as section 6 draws it`() throws {
    let bytes = RTCPPacket.bytes(of: Self.compound)
    #expect(bytes.prefix(8) == [0x81, 200, 0, 12, 0, 0, 0, 9])
    #expect(Array(bytes[32..<36]) == [64, 0xFF, 0xFF, 0xFE])
    #expect(Array(bytes[52..<68]) == [0x81, 202, 0, 3, 0, 0, 0, 9, 1, 4, 0x6B, 0x33, 0x6A, 0x35, 0, 0])
    #expect(Array(bytes[68...]) == [0x81, 203, 0, 1, 0, 0, 0, 9])
    #expect(try RTCPPacket.read(bytes.span) == Self.compound)
  }

  @Test func `a name of any length fills its chunk up`() throws {
    for count in 0...9 {
      let packets: [RTCPPacket] = [
        .receiverReport(source: 1, blocks: []),
        .sourceDescription([
          RTCPSourceDescription(source: 1, canonicalName: [UInt8](repeating: 0x61, count: count)),
          RTCPSourceDescription(source: 2, canonicalName: [0x62]),
        ]),
      ]
      let bytes = RTCPPacket.bytes(of: packets)
      #expect(bytes.count % 4 == 0)
      #expect(try RTCPPacket.read(bytes.span) == packets)
    }
  }

  @Test func `a datagram is read whole or not at all`() {
    let bytes = RTCPPacket.bytes(of: Self.compound)
    let ends = [52, 68, bytes.count]
    for count in 0..<bytes.count where !ends.contains(count) { #expect(problem(Array(bytes[..<count])) != nil) }
    #expect(problem(bytes + [0]) == .truncated)
    #expect(problem(Array(bytes[52...])) == .noReport)
    #expect(problem([UInt8](repeating: 0x80, count: 1_501)) == .tooLarge)
  }

  @Test func `padding stands at the end of the last packet alone`() {
    let report = RTCPPacket.bytes(of: [.receiverReport(source: 1, blocks: [])])
    let padded: [UInt8] = [0xA0, 203, 0, 1, 0, 0, 0, 4]
    #expect(problem(report + padded) == nil)
    #expect(problem(report + padded + report) == .padding)
    #expect(problem(report + [0xA0, 203, 0, 1, 0, 0, 0, 5]) == .padding)
    #expect(problem(report + [0xA0, 203, 0, 1, 0, 0, 0, 0]) == .padding)
    #expect(problem([0xA0, 201, 0, 1, 0, 0, 0, 4]) == .padding)
  }

  @Test func `members that do not fit are refused`() {
    let report = RTCPPacket.bytes(of: [.receiverReport(source: 1, blocks: [])])
    #expect(problem([0x81, 201, 0, 1, 0, 0, 0, 9]) == .truncated)
    #expect(problem([0x80, 200, 0, 1, 0, 0, 0, 9]) == .truncated)
    #expect(problem(report + [0x82, 203, 0, 1, 0, 0, 0, 9]) == .truncated)
    #expect(problem(report + [0x81, 202, 0, 2, 0, 0, 0, 9, 1, 9, 0, 0]) == .truncated)
    #expect(problem(report + [0x81, 202, 0, 2, 0, 0, 0, 9, 1, 2, 0, 0]) == .truncated)
    #expect(problem(report + [0x40, 203, 0, 0]) == .version)
    #expect(problem(report + [0x80, 207, 0, 0]) == nil)
  }

  @Test func `time is NTP's`() {
    #expect(Moment(seconds: 0).ntp == 2_208_988_800 << 32)
    #expect(Moment(microseconds: 500_000).ntp & 0xFFFF_FFFF == 1 << 31)
    // 2036-02-07T06:28:16Z begins another era.
    #expect(Moment(seconds: 2_085_978_496).ntp >> 32 == 0)
  }

  /// The example of section 6.4.1, figure 2.
  @Test func `a round trip is what the RFC's example comes to`() {
    var block = Self.block
    block.lastSenderReport = 0xB705_2000
    block.delay = 0x0005_4000
    let seconds = Int64(0xB44D_B705) - 2_208_988_800
    let now = Moment(microseconds: seconds * 1_000_000 + 125_000)
    // The report left 6.125 s before, and waited 5.25 s.
    let later = Moment(microseconds: now.microseconds + 11_375_000)
    #expect(block.roundTripMicroseconds(at: later) == 6_125_000)
    block.delay = .max / 2
    #expect(block.roundTripMicroseconds(at: later) == nil)
    block.lastSenderReport = 0
    #expect(block.roundTripMicroseconds(at: later) == nil)
  }

  @Test func `a report says what was lost, how unevenly it came, and when the other side reported`() throws {
    var (ear, stream) = (Ear(), Stream(address: Ear.signalled, source: 7))
    let none = ear.receiver.takeReport(lastReport: nil, at: ear.now)
    #expect(none == nil)
    ear.hear(5, of: &stream)
    _ = stream.next()
    ear.hear(5, of: &stream)
    let heard = ear.now
    ear.pass(milliseconds: 500)
    let taken = ear.receiver.takeReport(lastReport: (0x1234_5678, heard), at: ear.now)
    let report = try #require(taken)
    // One of ten that were expected since the stream began with its second packet.
    #expect(report.fractionLost == 25)
    #expect(report.cumulativeLost == 1)
    #expect(report.highestSequence == 1_010)
    #expect(report.lastSenderReport == 0x1234_5678)
    #expect(report.delay == 32_768)
    #expect((5...15).contains(report.jitter))
  }

  @Test func `reports are five seconds apart, more or less, and the first comes sooner`() {
    var entropy = SeededEntropy(seed: 11)
    var gaps: [Double] = []
    for _ in 0..<20 {
      var now = Moment(seconds: 100)
      var last = now
      var schedule = RTCPSchedule(at: now, entropy: &entropy)
      var tally = 0
      while tally < 20 {
        now = schedule.due
        guard schedule.fire(at: now, entropy: &entropy) else { continue }
        let gap = now.seconds - last.seconds
        if tally == 0 { #expect((1.02...3.08).contains(gap)) } else { gaps.append(gap) }
        (last, tally) = (now, tally + 1)
        schedule.received(bytes: 100)
        schedule.sent(bytes: 100, at: now, entropy: &entropy)
      }
    }
    #expect(gaps.allSatisfy { (2.05...6.2).contains($0) })
    #expect((4.5...5.5).contains(gaps.reduce(0, +) / Double(gaps.count)))
  }
}
