import Media
import Testing
import Vocabulary

/// A sender, a network and a listener in virtual time, in samples of 8,000 a second.
struct Line {
  struct Packet {
    var timestamp: UInt32
    var arrival: Int64
    var octets: [UInt8]
    var isNewStream = false
  }

  var buffer = JitterBuffer()
  var packets: [Packet] = []
  private(set) var heard: [Int16] = []
  private(set) var playouts: [JitterBuffer.Playout] = []

  /// Packets of a sound from a first timestamp on, each leaving when it is whole.
  static func packets(of sound: [Int16], timestamp: UInt32 = 1_000, length: Int = 160, delay: (Int) -> Int64 = { _ in 0 })
    -> [Packet]
  {
    sound.pieces(of: length).enumerated().map { index, piece in
      Packet(
        timestamp: timestamp &+ UInt32(index * length), arrival: Int64((index + 1) * length) + delay(index),
        octets: piece.map { G711.octet(of: $0, .mu) })
    }
  }

  static func moment(_ samples: Int64) -> Moment { Moment(microseconds: samples * 125 + 1_700_000_000_000_000) }

  /// Listens for so many frames, the first at 80 samples.
  mutating func run(frames: Int) {
    var waiting = packets.sorted { $0.arrival < $1.arrival }[...]
    for frame in 0..<frames {
      let now = Int64(80 + frame * 160)
      while let packet = waiting.first, packet.arrival <= now {
        _ = buffer.put(
          packet.octets.span, .mu, timestamp: packet.timestamp, isNewStream: packet.isNewStream, at: Self.moment(packet.arrival))
        waiting.removeFirst()
      }
      var playout = JitterBuffer.Playout.silent
      heard += [Int16].frame { playout = buffer.play(to: &$0, at: Self.moment(now)) }
      playouts.append(playout)
    }
  }

  /// Where the sound begins in what was heard; nil where it is not there as a whole.
  func place(of sound: [Int16]) -> Int? {
    guard heard.count >= sound.count else { return nil }
    return (0...heard.count - sound.count).first { heard[$0] == sound[0] && Array(heard[$0..<$0 + sound.count]) == sound }
  }
}

@Suite struct JitterBufferTests {
  /// A second of noise, as G.711 has it: each of its pieces is like no other.
  static let sound = coded(noise(amplitude: 9_000, count: 8_000, seed: 9))

  @Test(arguments: [80, 160, 240, 320, 960, 100]) func `an even stream is heard as it is`(length: Int) throws {
    var line = Line()
    line.packets = Line.packets(of: Self.sound, length: length)
    line.run(frames: 60)
    let place = try #require(line.place(of: Array(Self.sound.prefix(6_000))))
    #expect(place <= 960 + 320 + 240)
    #expect(line.playouts.first == .silent)
    #expect(line.buffer.tally.late == 0)
  }

  @Test func `order is restored, and what comes twice is heard once`() throws {
    var line = Line()
    line.packets = Line.packets(of: Self.sound)
    for index in stride(from: 3, to: 48, by: 4) { line.packets.swapAt(index, index + 1) }
    for index in line.packets.indices { line.packets[index].arrival = Int64((index + 1) * 160) }
    line.packets += line.packets[10..<20].map { packet in
      var copy = packet
      copy.arrival += 10
      return copy
    }
    line.run(frames: 60)
    #expect(line.place(of: Array(Self.sound.prefix(7_000))) != nil)
    #expect(line.buffer.tally.duplicate == 10)
  }

  @Test func `the end of 32 bits of time is no end`() throws {
    var line = Line()
    line.packets = Line.packets(of: Self.sound, timestamp: .max - 3_000)
    line.run(frames: 60)
    #expect(line.place(of: Array(Self.sound.prefix(7_000))) != nil)
  }

  @Test func `the delay follows how late packets come, and goes back`() {
    var line = Line()
    let long = (0..<40).flatMap { coded(noise(amplitude: $0 % 4 == 3 ? 20 : 9_000, count: 8_000, seed: UInt64($0))) }
    var entropy = SeededEntropy(seed: 4)
    // Even for ten seconds, up to 100 ms late for ten, even again.
    line.packets = Line.packets(of: long) { index in (500..<1_000).contains(index) ? Int64(entropy.next() % 800) : 0 }
    line.run(frames: 490)
    #expect(line.buffer.targetMilliseconds == 20)
    let lateBefore = line.buffer.tally.late
    #expect(lateBefore == 0)

    var whole = Line()
    whole.packets = line.packets
    whole.run(frames: 1_000)
    #expect((90...120).contains(whole.buffer.targetMilliseconds))
    whole = Line()
    whole.packets = line.packets
    whole.run(frames: 1_990)
    #expect(whole.buffer.targetMilliseconds == 20)
    // While it learns some come late; once it has, hardly any.
    #expect(whole.buffer.tally.late < 50)
    #expect(whole.buffer.tally.droppedFrames > 0)
    #expect(whole.buffer.tally.insertedFrames > 0)
    // It ends as late as it began: a tenth of a second after the first packet, and no more.
    #expect(whole.buffer.tally.insertedFrames - whole.buffer.tally.droppedFrames <= 1)
  }

  @Test func `the delay has bounds`() {
    var line = Line()
    line.buffer = JitterBuffer(delayMilliseconds: 40...60)
    line.packets = Line.packets(of: Self.sound) { $0 % 2 == 0 ? 0 : 2_000 }
    line.run(frames: 60)
    #expect(line.buffer.targetMilliseconds == 60)
    #expect(JitterBuffer(delayMilliseconds: -5...0).targetMilliseconds == 10)
    #expect(JitterBuffer(delayMilliseconds: 40...40).targetMilliseconds == 40)
  }

  /// 0.1 % is ten times what clocks in telephones are off.
  @Test(arguments: [0.999, 1.001]) func `a clock of another speed is kept pace with, by frames of quiet`(speed: Double) throws {
    var line = Line()
    let spurt = coded(sines(300, amplitude: 6_000, count: 6_400)) + [Int16](repeating: 0, count: 1_600)
    let minute = (0..<60).flatMap { _ in spurt }
    line.packets = Line.packets(of: minute)
    for index in line.packets.indices { line.packets[index].arrival = Int64(Double(index * 160) / speed) }
    line.run(frames: 2_990)
    let tally = line.buffer.tally
    // A minute is off by 480 samples: three frames, of which the delay itself may bear two.
    #expect(tally.late == 0)
    #expect(tally.restarts == 0)
    #expect((1...4).contains(speed > 1 ? tally.droppedFrames : tally.insertedFrames))
    // No voice is touched: each spurt is heard whole.
    let voice = Array(spurt.prefix(6_400))
    var spurts = 0
    var place = 0
    while place + 6_400 <= line.heard.count {
      if line.heard[place] == voice[0], line.heard[place + 1] == voice[1], Array(line.heard[place..<place + 6_400]) == voice {
        spurts += 1
        place += 6_400
      } else {
        place += 1
      }
    }
    #expect(spurts >= 58)
  }

  @Test func `another stream begins where it is told, and what was waiting is gone`() throws {
    var line = Line()
    var second = Line.packets(of: coded(noise(amplitude: 9_000, count: 4_000, seed: 77)), timestamp: 0x9000_0000)
    second[0].isNewStream = true
    for index in second.indices { second[index].arrival += 4_000 }
    line.packets = Line.packets(of: Array(Self.sound.prefix(4_000))) + second
    line.run(frames: 60)
    #expect(line.buffer.tally.restarts == 1)
    #expect(line.place(of: Array(coded(noise(amplitude: 9_000, count: 3_000, seed: 77))[160...])) != nil)
  }

  @Test func `a timestamp that jumps is believed when the next follows it`() throws {
    var line = Line()
    line.packets = Line.packets(of: Self.sound)
    for index in 20..<50 { line.packets[index].timestamp &+= 1_000_000 }
    // One that jumps alone is nothing.
    line.packets[10].timestamp &-= 500_000
    line.run(frames: 60)
    #expect(line.buffer.tally.jumped == 2)
    #expect(line.buffer.tally.restarts == 1)
    #expect(line.place(of: Array(Self.sound[(22 * 160)..<(45 * 160)])) != nil)
  }

  @Test func `a sender that stops its clock while it pauses is heard again`() {
    var line = Line()
    line.packets = Line.packets(of: Self.sound) { $0 < 25 ? 0 : 4_000 }
    line.run(frames: 100)
    #expect(line.buffer.tally.late == 5)
    #expect(line.buffer.tally.restarts == 1)
    #expect(line.place(of: Array(Self.sound[(30 * 160)...])) != nil)
  }

  @Test func `a packet without samples, or with too many, is refused`() {
    var buffer = JitterBuffer()
    let now = Moment(seconds: 1)
    #expect(buffer.put([UInt8]().span, .mu, timestamp: 0, at: now) == .unfit)
    #expect(buffer.put([UInt8](repeating: 0, count: 961).span, .mu, timestamp: 0, at: now) == .unfit)
    #expect(buffer.put([UInt8](repeating: 0, count: 960).span, .mu, timestamp: 0, at: now) == .taken)
  }

  @Test func `same packets, same sound`() {
    func run() -> Line {
      var line = Line()
      var entropy = SeededEntropy(seed: 2)
      line.packets = Line.packets(of: Self.sound) { _ in Int64(entropy.next() % 1_000) }.filter { _ in entropy.next() % 10 != 0 }
      line.run(frames: 80)
      return line
    }
    let (first, second) = (run(), run())
    #expect(first.heard == second.heard)
    #expect(first.playouts == second.playouts)
    #expect(first.buffer.tally == second.buffer.tally)
  }
}

@Suite struct ConcealmentTests {
  /// A voice-like sound: a pitch of 125 Hz with its harmonics.
  static let voice = sines(125, 250, 375, 500, 750, amplitude: 2_500, count: 16_000)

  private func heard(_ sound: [Int16], without lost: Set<Int>) -> Line {
    var line = Line()
    line.packets = Line.packets(of: sound).enumerated().filter { !lost.contains($0.offset) }.map(\.element)
    line.run(frames: sound.count / 160)
    return line
  }

  @Test func `one lost packet of a steady voice is hardly missed`() throws {
    let (whole, broken) = (heard(Self.voice, without: []), heard(Self.voice, without: [50]))
    #expect(broken.buffer.tally.concealedSamples == 160)
    let frame = try #require(broken.playouts.firstIndex(of: .concealed))
    let place = frame * 160..<frame * 160 + 160
    let error = zip(whole.heard[place], broken.heard[place]).map { Int16(clamping: Int($0) - Int($1)) }
    // Silence in its place, which is the control, would be an error of the whole voice.
    #expect(rootMeanSquare(error) < rootMeanSquare(whole.heard[place]) * 0.25)
  }

  @Test func `nothing clicks where a loss begins and ends`() {
    let steps = { (sound: [Int16]) in zip(sound, sound.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0 }
    let usual = steps(heard(Self.voice, without: []).heard)
    let broken = heard(Self.voice, without: [30, 31, 50, 60, 61, 62, 63])
    #expect(steps(broken.heard) <= usual + usual / 4)
    // The control: silence in the gap does click.
    var cut = heard(Self.voice, without: []).heard
    let peak = (5_000..<5_200).max { cut[$0] < cut[$1] } ?? 0
    for index in peak..<peak + 160 { cut[index] = 0 }
    #expect(steps(cut) > usual + usual / 4)
  }

  @Test func `a long loss fades to silence`() throws {
    let line = heard(Self.voice, without: Set(50..<70))
    let first = try #require(line.playouts.firstIndex(of: .concealed))
    let levels = (0..<6).map { rootMeanSquare(line.heard[((first + $0) * 160)..<((first + $0 + 1) * 160)]) }
    #expect(levels[0] > levels[1] && levels[1] > levels[2])
    #expect(levels[3] == 0 && levels[5] == 0)
    #expect(line.playouts.last == .heard)
  }

  @Test func `loss of what was never heard is silence`() {
    var line = Line()
    line.packets = Line.packets(of: [Int16](repeating: 0, count: 3_200)).enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    line.run(frames: 20)
    #expect(line.heard.allSatisfy { $0 == 0 })
  }
}
