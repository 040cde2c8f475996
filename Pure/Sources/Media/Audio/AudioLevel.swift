/// How loud samples are.
public struct AudioLevel: Sendable, Hashable {
  public let peak: UInt16
  public let meanSquare: Int

  public init(of samples: Span<Int16>) {
    var (peak, sum) = (UInt16(0), 0)
    for index in samples.indices {
      let sample = samples[index]
      peak = max(peak, sample.magnitude)
      sum += Int(sample) * Int(sample)
    }
    self.peak = peak
    meanSquare = samples.isEmpty ? 0 : sum / samples.count
  }

  /// In dB below the loudest square wave, from 0 to -127, which is silence (RFC 6464 section 3).
  public var decibels: Int {
    max(-127, Int(max(-127, Curves.decibels(Double(meanSquare) / (32_768 * 32_768))).rounded()))
  }
}

/// How much louder or quieter samples become.
public struct Gain: Sendable, Hashable {
  /// In 1/4096.
  private let factor: Int32

  public static let unity = Gain(factor: 4_096)

  private init(factor: Int32) { self.factor = factor }

  /// - Parameter percent: from 0 to 400, and no further.
  public init(percent: Int) { factor = Int32(min(max(percent, 0), 400)) * 4_096 / 100 }

  public func apply(to samples: inout MutableSpan<Int16>) {
    guard self != .unity else { return }
    for index in samples.indices { samples[index] = Int16(clamping: Int32(samples[index]) * factor >> 12) }
  }
}
