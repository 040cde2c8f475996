import Media
import Testing

@Suite struct AudioTests {
  @Test func `level is in dB below the loudest`() {
    func decibels(_ samples: [Int16]) -> Int { AudioLevel(of: samples.span).decibels }
    #expect(decibels([Int16](repeating: 0, count: 160)) == -127)
    #expect(decibels([]) == -127)
    #expect(decibels([Int16](repeating: .min, count: 160)) == 0)
    #expect(decibels(sines(1_000, amplitude: 32_767, count: 160)) == -3)
    #expect(decibels(sines(1_000, amplitude: 3_276.7, count: 160)) == -23)
    #expect(decibels(sines(1_000, amplitude: 32.767, count: 8_000)) == -63)
    #expect(AudioLevel(of: ([3, .min, 5] as [Int16]).span).peak == 32_768)
  }

  @Test func `gain is bounded and saturates`() {
    func louder(_ percent: Int, _ samples: [Int16]) -> [Int16] {
      var samples = samples
      var span = samples.mutableSpan
      Gain(percent: percent).apply(to: &span)
      return samples
    }
    #expect(louder(100, [1, -1, .min, .max]) == [1, -1, .min, .max])
    #expect(louder(200, [100, -100, 20_000, -20_000]) == [200, -200, .max, .min])
    #expect(louder(0, [100, .min]) == [0, 0])
    #expect(louder(1_000_000, [100]) == [400])
    #expect(louder(-5, [100]) == [0])
  }

  @Test func `a tone has its frequencies, its loudness and its cadence`() {
    var generator = ToneGenerator(Tone(400, 450, amplitude: 0.2))
    let sound = (0..<50).flatMap { _ in [Int16].frame { generator.fill(&$0) } }
    for frequency in [400.0, 450] { #expect(abs(amplitude(of: frequency, in: sound) - 6_553) < 30) }
    #expect(amplitude(of: 600, in: sound) < 5)
    #expect(amplitude(of: 1_200, in: sound) < 5)

    var ringing = ToneGenerator(.ringback)
    // Three seconds in frames of 20 ms: 0.4 on, 0.2 off, 0.4 on, 2 off.
    let loud = (0..<300).map { _ in rootMeanSquare([Int16].frame { ringing.fill(&$0) }) > 100 }
    let expected = (0..<300).map { frame in (0..<20).contains(frame % 150) || (30..<50).contains(frame % 150) }
    #expect(loud == expected)
  }

  @Test func `a sine keeps its frequency and its loudness`() {
    var generator = ToneGenerator(Tone(1_000, amplitude: 0.5))
    var frame: [Int16] = []
    for _ in 0..<3_000 { frame = [Int16].frame { generator.fill(&$0) } }
    #expect(abs(amplitude(of: 1_000, in: frame) - 16_383) < 20)
  }
}

@Suite struct ConferenceTests {
  private func join(_ mixer: inout ConferenceMixer, _ role: ConferenceMixer.Role) throws -> Int {
    let party = mixer.join(role)
    return try #require(party)
  }

  /// Each role once, saying its own number times a hundred; what each hears.
  private func heard(_ change: (inout ConferenceMixer) -> Void = { _ in }) throws -> [Int16] {
    var mixer = ConferenceMixer()
    for role in ConferenceMixer.Role.allCases { _ = try join(&mixer, role) }
    change(&mixer)
    for party in 0..<6 { mixer.speak([Int16](repeating: 1 << party, count: AudioFrame.samples).span, party) }
    return (0..<6).map { party in [Int16].frame { mixer.listen(party, to: &$0) }[159] }
  }

  /// By `Role.allCases`: customer 1, agent 2, third party 4, monitor 8, coach 16, barge 32.
  @Test func `who hears whom`() throws {
    let heard: [Int16] = try heard()
    #expect(heard == [0b100110, 0b110101, 0b100011, 0b100111, 0b100111, 0b000111])
  }

  @Test func `who is muted is not heard, and who is on hold neither hears nor is heard`() throws {
    #expect(try heard { $0.setMuted(true, 1) }[0] == 0b100100)
    #expect(try heard { $0.setMuted(true, 1) }[1] == 0b110101)
    let held = try heard { $0.setHeld(true, 0) }
    #expect(held == [0, 0b110100, 0b100010, 0b100110, 0b100110, 0b000110])
    #expect(try heard { $0.leave(5) }[0] == 0b000110)
  }

  @Test func `a channel of a recording has agents or the others, and nobody who listens in`() throws {
    var mixer = ConferenceMixer()
    for role in ConferenceMixer.Role.allCases { _ = mixer.join(role) }
    for party in 0..<6 { mixer.speak([Int16](repeating: 1 << party, count: AudioFrame.samples).span, party) }
    #expect([Int16].frame { mixer.record(agents: true, to: &$0) }[0] == 2)
    #expect([Int16].frame { mixer.record(agents: false, to: &$0) }[0] == 0b100101)
    mixer.finishFrame()
    #expect([Int16].frame { mixer.record(agents: false, to: &$0) }.allSatisfy { $0 == 0 })
  }

  @Test func `a sum is not cut before it is whole`() throws {
    var mixer = ConferenceMixer()
    for level in [30_000, 30_000, -40_000] as [Int] {
      let party = try join(&mixer, .customer)
      mixer.speak([Int16](repeating: Int16(clamping: level), count: AudioFrame.samples).span, party)
    }
    let listener = try join(&mixer, .agent)
    #expect([Int16].frame { mixer.listen(listener, to: &$0) }[0] == 60_000 - 32_768)
    mixer.leave(2)
    #expect([Int16].frame { mixer.listen(listener, to: &$0) }[0] == .max)
  }

  @Test func `parties are bounded, and places are used again`() {
    var mixer = ConferenceMixer()
    for party in 0..<ConferenceMixer.partiesMax {
      let joined = mixer.join(.customer)
      #expect(joined == party)
    }
    let none = mixer.join(.customer)
    #expect(none == nil)
    mixer.leave(3)
    let place = mixer.join(.agent)
    #expect(place == 3)
  }
}
