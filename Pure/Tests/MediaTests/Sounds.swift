import Foundation
import Media
import Vocabulary

/// Samples of so many sines of one amplitude.
func sines(_ frequencies: Double..., amplitude: Double = 8_000, count: Int, rate: Int = 8_000) -> [Int16] {
  (0..<count).map { index in
    let sum = frequencies.reduce(0) { $0 + sin(2 * .pi * $1 * Double(index) / Double(rate)) }
    return Int16(max(-32_768, min(32_767, (sum * amplitude).rounded())))
  }
}

/// The amplitude of a frequency in samples, by correlation.
func amplitude(of frequency: Double, in samples: some Collection<Int16>, rate: Int = 8_000) -> Double {
  var (real, imaginary) = (0.0, 0.0)
  for (index, sample) in samples.enumerated() {
    let angle = 2 * .pi * frequency * Double(index) / Double(rate)
    real += Double(sample) * cos(angle)
    imaginary += Double(sample) * sin(angle)
  }
  return 2 * (real * real + imaginary * imaginary).squareRoot() / Double(samples.count)
}

func rootMeanSquare(_ samples: some Collection<Int16>) -> Double {
  (samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(samples.count, 1))).squareRoot()
}

/// White noise.
func noise(amplitude: Double, count: Int, seed: UInt64) -> [Int16] {
  var entropy = SeededEntropy(seed: seed)
  return (0..<count).map { _ in Int16((Double(entropy.next() >> 11) / Double(1 << 52) - 1) * amplitude) }
}

func sum(_ left: [Int16], _ right: [Int16]) -> [Int16] {
  zip(left, right).map { Int16(clamping: Int($0) + Int($1)) }
}

/// What G.711 leaves of samples.
func coded(_ samples: [Int16], _ law: G711.Law = .mu) -> [Int16] {
  samples.map { G711.sample(of: G711.octet(of: $0, law), law) }
}

extension [Int16] {
  /// Pieces of a length; the last one may be shorter.
  func pieces(of length: Int) -> [[Int16]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<Swift.min($0 + length, count)]) }
  }
}

extension [Int16] {
  /// A frame that something fills.
  static func frame(_ fill: (inout MutableSpan<Int16>) -> Void) -> [Int16] {
    var frame = [Int16](repeating: -1, count: AudioFrame.samples)
    var span = frame.mutableSpan
    fill(&span)
    return frame
  }
}
