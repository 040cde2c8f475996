import Foundation
import Media
import Testing
import Vocabulary

extension DTMFKey {
  /// The key's sound, of so many samples.
  func sound(count: Int, amplitude: Double = 6_000, highGain: Double = 1, offset: Double = 0) -> [Int16] {
    let (low, high) = tone().frequencies
    return (0..<count).map { index in
      let time = 2 * Double.pi * Double(index) / 8_000 * (1 + offset)
      return Int16(amplitude * (sin(low * time) + highGain * sin(high * time)))
    }
  }
}

/// What a detector hears in a sound, in frames.
func keys(in sound: [Int16]) -> [DTMFKey] {
  var (detector, signals) = (ToneDetector(), [DTMFSignal]())
  for piece in sound.pieces(of: 160) { detector.take(piece.span, into: &signals) }
  return signals.compactMap { if case .pressed(let key) = $0 { key } else { nil } }
}

/// Something like a voice: a pitch that glides, with formants that wander, breaths and noise.
func speech(seconds: Int, seed: UInt64) -> [Int16] {
  var entropy = SeededEntropy(seed: seed)
  func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + Double(entropy.next() >> 11) / Double(1 << 53) * (range.upperBound - range.lowerBound)
  }
  var sound: [Int16] = []
  var phase = 0.0
  while sound.count < seconds * 8_000 {
    let samples = Int(uniform(400...2_400))
    let (pitch, glide) = (uniform(80...260), uniform(-0.25...0.25))
    let formants = [uniform(250...950), uniform(900...2_300), uniform(2_000...3_300)]
    let (loudness, hiss) = (uniform(0...9_000), uniform(0...600))
    let harmonics = 1...min(12, max(1, Int(3_600 / (pitch * 1.25))))
    let weights = harmonics.map { harmonic in
      formants.reduce(0.02) { $0 + exp(-pow((Double(harmonic) * pitch - $1) / 120, 2)) } / Double(harmonic).squareRoot()
    }
    for index in 0..<samples {
      phase += pitch * (1 + glide * Double(index) / Double(samples)) / 8_000
      var value = 0.0
      for (harmonic, weight) in zip(harmonics, weights) { value += weight * sin(2 * .pi * phase * Double(harmonic)) }
      let envelope = sin(.pi * Double(index) / Double(samples))
      sound.append(Int16(max(-32_000, min(32_000, value * loudness * envelope / 2 + uniform(-hiss...hiss)))))
    }
  }
  return sound
}

@Suite struct ToneDetectorTests {
  private let gap = [Int16](repeating: 0, count: 333)

  @Test(arguments: G711.Law.allCases) func `each key is heard once, through G_711`(law: G711.Law) {
    let sound = DTMFKey.allCases.flatMap { gap + $0.sound(count: 800) } + gap
    #expect(keys(in: coded(sound, law)) == DTMFKey.allCases)
  }

  /// Wherever the tone begins in a block.
  @Test(arguments: [0, 17, 34, 51, 68, 85, 101]) func `forty milliseconds are a key, and twenty-three are none`(start: Int) {
    let before = [Int16](repeating: 0, count: start)
    for key in [DTMFKey.one, .six, .eight, .pound, .d] {
      #expect(keys(in: before + coded(key.sound(count: 320)) + gap) == [key])
      #expect(keys(in: before + coded(key.sound(count: 184)) + gap).isEmpty)
    }
  }

  @Test func `a pause of forty milliseconds parts two presses, and one of ten does not`() {
    func twice(_ pause: Int) -> [DTMFKey] {
      let tone = DTMFKey.eight.sound(count: 800)
      return keys(in: coded(tone + [Int16](repeating: 0, count: pause) + tone + gap))
    }
    #expect(twice(320) == [.eight, .eight])
    #expect(twice(80) == [.eight])
  }

  @Test func `loud and soft keys are heard, and whispers are not`() {
    for amplitude in [200.0, 1_000, 16_000] {
      #expect(keys(in: coded(gap + DTMFKey.six.sound(count: 400, amplitude: amplitude) + gap)) == [.six])
    }
    #expect(keys(in: gap + DTMFKey.six.sound(count: 800, amplitude: 30) + gap).isEmpty)
  }

  /// ITU-T Q.24: 1.5 % off is heard, 3.5 % is not; so is 4 dB of the high tone and 8 dB of the low one.
  @Test func `frequencies and loudness may be off by so much`() {
    for key in [DTMFKey.one, .five, .nine, .zero, .d] {
      for offset in [-0.015, 0.015] { #expect(keys(in: coded(gap + key.sound(count: 800, offset: offset) + gap)) == [key]) }
      for offset in [-0.035, 0.035] { #expect(keys(in: coded(gap + key.sound(count: 800, offset: offset) + gap)).isEmpty) }
      for gain in [pow(10, 4.0 / 20), pow(10, -7.9 / 20)] {
        #expect(keys(in: coded(gap + key.sound(count: 800, amplitude: 4_000, highGain: gain) + gap)) == [key])
      }
      for gain in [4, 0.25] {
        #expect(keys(in: coded(gap + key.sound(count: 800, amplitude: 2_000, highGain: gain) + gap)).isEmpty)
      }
    }
  }

  @Test func `keys are heard in noise, and none in noise alone`() {
    for (index, key) in DTMFKey.allCases.enumerated() {
      // 15 dB below the key.
      let hiss = noise(amplitude: 6_000 * 1.73 / 5.6, count: 1_466, seed: UInt64(index + 1))
      #expect(keys(in: coded(sum(gap + key.sound(count: 800) + gap, hiss))) == [key])
    }
    #expect(keys(in: noise(amplitude: 20_000, count: 60_000, seed: 5)).isEmpty)
  }

  @Test func `a single tone is no key`() {
    for frequency in [697.0, 941, 1_209, 1_633, 440, 1_000] {
      #expect(keys(in: sines(frequency, amplitude: 12_000, count: 1_600)).isEmpty)
    }
    #expect(keys(in: sines(400, 450, count: 8_000)).isEmpty)
    #expect(keys(in: sines(697, 770, count: 1_600)).isEmpty)
    #expect(keys(in: sines(697, 1_209, 1_477, amplitude: 6_000, count: 1_600)).isEmpty)
  }

  @Test func `a voice presses no keys, and does not drown them`() {
    let voice = speech(seconds: 11, seed: 12)
    #expect(keys(in: coded(voice)).isEmpty)
    // The control: a key that is loud enough over the same voice is heard.
    var pressed = voice
    for place in stride(from: 0, to: 80_000, by: 8_000) {
      for (index, sample) in DTMFKey.four.sound(count: 800, amplitude: 12_000).enumerated() {
        pressed[place + index] = Int16(clamping: Int(voice[place + index]) / 8 + Int(sample))
      }
    }
    #expect(keys(in: coded(pressed)).count { $0 == .four } == 10)
  }
}

@Suite struct DigitSuppressorTests {
  private func suppressed(_ sound: [Int16], lookBack: Int = DigitSuppressor.lookBackFrames) -> [Int16] {
    var suppressor = DigitSuppressor(lookBackFrames: lookBack)
    return (sound + [Int16](repeating: 0, count: lookBack * 160)).pieces(of: 160).filter { $0.count == 160 }
      .flatMap { piece in
        var frame = piece
        var span = frame.mutableSpan
        _ = suppressor.pass(&span)
        return frame
      }
  }

  /// A voice, with the key over it from a place on.
  private func entered(_ key: DTMFKey, at place: Int, count: Int) -> [Int16] {
    let voice = noise(amplitude: 60, count: 2_880, seed: 3)
    let tone = [Int16](repeating: 0, count: place) + key.sound(count: count) + [Int16](repeating: 0, count: 2_880 - place - count)
    return coded(sum(voice, tone))
  }

  @Test(arguments: DTMFKey.allCases) func `nothing of a key passes, wherever it begins`(key: DTMFKey) {
    for place in stride(from: 1_600, to: 1_760, by: 31) {
      let heard = suppressed(entered(key, at: place, count: 500))
      // What passes is the noise beside it.
      #expect(heard.map(\.magnitude).max() ?? 0 < 100)
      #expect(heard.contains { $0 != 0 })
      #expect(keys(in: heard).isEmpty)
    }
  }

  /// The control: without looking back, the beginning of each tone is heard.
  @Test func `without looking back it leaks`() {
    for key in DTMFKey.allCases {
      let heard = suppressed(entered(key, at: 1_700, count: 500), lookBack: 0)
      #expect(heard.map(\.magnitude).max() ?? 0 > 4_000)
    }
  }

  @Test func `a tone too short to be a key does not pass either`() {
    for place in stride(from: 1_600, to: 1_702, by: 17) {
      let heard = suppressed(entered(.seven, at: place, count: 220))
      #expect(heard.map(\.magnitude).max() ?? 0 < 100)
    }
  }

  @Test func `what is no key passes, two frames later`() {
    let sound = Array(coded(speech(seconds: 3, seed: 4)).prefix(24_000))
    let heard = suppressed(sound)
    #expect(heard.count == sound.count + 320)
    let passed = stride(from: 0, to: sound.count, by: 160).count {
      Array(heard[$0 + 320..<$0 + 480]) == Array(sound[$0..<$0 + 160])
    }
    // Of vowels that hold still a few are suspicious.
    #expect(passed > 125)
    #expect(heard[..<320].allSatisfy { $0 == 0 })
  }

  @Test func `an RTP event silences what is held, and what comes while it lasts`() {
    var suppressor = DigitSuppressor()
    var heard: [Bool] = []
    for frame in 0..<30 {
      if (10..<15).contains(frame) { suppressor.noteEvent(playoutMilliseconds: 60) }
      var samples = [Int16](repeating: 500, count: 160)
      var span = samples.mutableSpan
      _ = suppressor.pass(&span)
      heard.append(samples.contains { $0 != 0 })
    }
    // Frames leave two later than they came: those from 8, when the first event came, to 18, five frames after the last.
    #expect(heard.indices.filter { !heard[$0] } == [0, 1] + Array(10..<21))
  }
}
