/// A sound of one or two sines, in a cadence.
public struct Tone: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public let onMilliseconds: Int
    public let offMilliseconds: Int

    public init(onMilliseconds: Int, offMilliseconds: Int) {
      self.onMilliseconds = onMilliseconds
      self.offMilliseconds = offMilliseconds
    }
  }

  /// In Hz; the second is nothing for a tone of one.
  public var frequencies: (Double, Double) { (first, second) }
  private let first: Double
  private let second: Double
  /// Of each sine's peak, where 1 is the loudest.
  public let amplitude: Double
  /// Over and over; none is a sound without end.
  public let cadence: [Part]

  public init(_ first: Double, _ second: Double = 0, amplitude: Double = 0.1, cadence: [Part] = []) {
    self.first = first
    self.second = second
    self.amplitude = amplitude
    self.cadence = cadence
  }

  /// British ringing (ITU-T E.180, supplement 2).
  public static let ringback = Tone(
    400, 450,
    cadence: [Part(onMilliseconds: 400, offMilliseconds: 200), Part(onMilliseconds: 400, offMilliseconds: 2_000)])
  public static let busy = Tone(400, cadence: [Part(onMilliseconds: 375, offMilliseconds: 375)])
  public static let americanRingback = Tone(440, 480, cadence: [Part(onMilliseconds: 2_000, offMilliseconds: 4_000)])
  public static let americanBusy = Tone(480, 620, cadence: [Part(onMilliseconds: 500, offMilliseconds: 500)])
}

/// Makes the samples of a tone, one frame after another.
public struct ToneGenerator: Sendable {
  private struct Oscillator: Sendable {
    /// The circle in 32 bits.
    private var phase: UInt32 = 0
    private let step: UInt32

    init(frequency: Double) { step = UInt32(frequency / Double(G711.samplesPerSecond) * 4_294_967_296) }

    mutating func next(_ table: Span<Float>) -> Float {
      let (place, rest) = (Int(phase >> 22), Float(phase & 0x3F_FFFF) / Float(0x40_0000))
      phase &+= step
      return table[place] + (table[place + 1] - table[place]) * rest
    }
  }

  private static let table: [Float] = (0...1_024).map { Float(Curves.sine(turns: Double($0) / 1_024)) }

  private let tone: Tone
  private var oscillators: (Oscillator, Oscillator)
  private let amplitude: Float
  private var part = 0
  /// Samples of the part that have passed.
  private var passed = 0

  /// - Parameter tone: of frequencies below 4,000 Hz.
  public init(_ tone: Tone) {
    self.tone = tone
    oscillators = (Oscillator(frequency: tone.frequencies.0), Oscillator(frequency: tone.frequencies.1))
    amplitude = Float(min(max(tone.amplitude, 0), 1) * 32_767)
  }

  public mutating func fill(_ samples: inout MutableSpan<Int16>) {
    let table = Self.table.span
    for index in samples.indices {
      let isOn = advance()
      let sum = oscillators.0.next(table) + oscillators.1.next(table)
      samples[index] = isOn ? Int16(max(-32_768, min(32_767, sum * amplitude))) : 0
    }
  }

  /// Whether the sample that passes is one of sound.
  private mutating func advance() -> Bool {
    guard !tone.cadence.isEmpty else { return true }
    let perMillisecond = G711.samplesPerSecond / 1_000
    let (on, off) = (tone.cadence[part].onMilliseconds, tone.cadence[part].offMilliseconds)
    let isOn = passed < on * perMillisecond
    passed += 1
    if passed >= (on + off) * perMillisecond {
      passed = 0
      part = (part + 1) % tone.cadence.count
    }
    return isOn
  }
}
