/// Brings audio of another rate to 8,000 samples a second, as a stream.
///
/// A low-pass filter with Kaiser's window, 70 dB down from 4,600 Hz on: what folds back lies above the telephone's 3,400 Hz.
public struct Resampler: Sendable {
  /// Rates that prompts have.
  public static let rates = [8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]

  private let up: Int
  private let down: Int
  private let taps: Int
  /// The filter, one stretch of `taps` for each phase.
  private let coefficients: [Float]
  private var window: [Float]
  /// Where the next sample lies behind the window's beginning, in 1/up samples.
  private var place = 0

  /// - Returns: nil for a rate that is none of `rates`.
  public init?(rate: Int) {
    guard Self.rates.contains(rate) else { return nil }
    var (divisor, rest) = (rate, G711.samplesPerSecond)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    (up, down) = (G711.samplesPerSecond / divisor, rate / divisor)
    taps = rate == G711.samplesPerSecond ? 2 : Int(Self.tapsPerHertz * Double(rate)) / 2 * 2 + 2
    coefficients = rate == G711.samplesPerSecond ? [1, 0] : Self.filter(rate: rate, phases: up, taps: taps)
    window = Array(repeating: 0, count: taps / 2 - 1)
  }

  /// Takes samples as they come, and appends what they make.
  public mutating func take(_ samples: Span<Int16>, into output: inout [Int16]) {
    for index in samples.indices { window.append(Float(samples[index])) }
    run(into: &output)
  }

  /// There are no more samples: appends the rest.
  public mutating func finish(into output: inout [Int16]) {
    window += Array(repeating: 0, count: taps / 2)
    run(into: &output)
  }

  private mutating func run(into output: inout [Int16]) {
    while place / up + taps <= window.count {
      let (start, phase) = place.quotientAndRemainder(dividingBy: up)
      var sum: Float = 0
      for tap in 0..<taps { sum += window[start + tap] * coefficients[phase * taps + tap] }
      output.append(Int16(max(-32_768, min(32_767, sum.rounded()))))
      place += down
    }
    let used = min(place / up, window.count)
    window.removeFirst(used)
    place -= used * up
  }

  private static let stopDecibels = 70.0
  private static let transitionHertz = 1_200.0
  /// Kaiser's formula for the length of a filter.
  private static let tapsPerHertz = (stopDecibels - 7.95) / (2.285 * 2 * Double.pi * transitionHertz)

  private static func filter(rate: Int, phases: Int, taps: Int) -> [Float] {
    let (half, shape) = (Double(taps) / 2, 0.1102 * (stopDecibels - 8.7))
    let scale = Curves.bessel(shape)
    let cutoff = Double(G711.samplesPerSecond) / Double(rate)
    var coefficients: [Float] = []
    for phase in 0..<phases {
      let values = (0..<taps).map { tap in
        let distance = Double(phase) / Double(phases) + half - 1 - Double(tap)
        let edge = max(0, 1 - distance * distance / (half * half))
        let turns = distance * cutoff / 2
        let sinc = distance == 0 ? 1 : Curves.sine(turns: turns) / (2 * Double.pi * turns)
        return sinc * Curves.bessel(shape * edge.squareRoot()) / scale
      }
      // Each phase lets what does not change through as it is.
      let sum = values.reduce(0, +)
      coefficients += values.map { Float($0 / sum) }
    }
    return coefficients
  }
}
