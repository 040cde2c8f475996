/// Hears keys in audio (ITU-T Q.23, Q.24): eight filters of Goertzel over blocks of 12.75 ms, two of which overlap by half.
///
/// A key is two tones, one of each group, that together are most of what is heard, about equally loud, in four blocks on end: a
/// tone of 40 ms is always heard, one of 23 ms never, and a voice hardly ever. Four blocks without it release it: a pause of
/// 40 ms always does, one of 10 ms never.
public struct ToneDetector: Sendable {
  public static let blockSamples = 102
  /// From one block's beginning to the next one's.
  public static let stepSamples = blockSamples / 2
  /// Blocks on end that press or release a key.
  private static let runBlocks = 4

  /// What a block holds.
  struct Block: Sendable {
    var key: DTMFKey?
    /// Less than what makes a key, and enough that another detector might hear one.
    var isSuspicious = false
  }

  /// The filters, as far as a block has come.
  private struct Filters: Sendable {
    var last = SIMD8<Float>()
    var beforeLast = SIMD8<Float>()
    var energy: Float = 0
    var filled: Int

    /// - Returns: whether the block is full.
    mutating func take(_ value: Float, _ coefficients: SIMD8<Float>) -> Bool {
      let next = coefficients * last - beforeLast + value
      (beforeLast, last) = (last, next)
      energy += value * value
      filled += 1
      return filled == blockSamples
    }
  }

  static let coefficients: SIMD8<Float> = {
    var coefficients = SIMD8<Float>()
    for (index, frequency) in (DTMFKey.rows + DTMFKey.columns).enumerated() {
      coefficients[index] = Float(2 * Curves.cosine(turns: frequency / Double(G711.samplesPerSecond)))
    }
    return coefficients
  }()

  /// How much of a block's energy the two tones are, at least; for two sines alone it is 1.
  private static let (purity, suspiciousPurity): (Float, Float) = (0.74, 0.5)
  /// How far a tone stands out from the others of its group: 8 dB, 4 dB.
  private static let (prominence, suspiciousProminence): (Float, Float) = (6.3, 2.5)
  /// How much louder the low and the high tone may be than the other: 10 dB, 8 dB; 14 dB.
  private static let (lowTwist, highTwist, suspiciousTwist): (Float, Float, Float) = (10, 6.3, 25)
  /// Amplitudes of each tone at least: -45 dBm0, -55 dBm0.
  private static let (power, suspiciousPower): (Float, Float) = (Self.power(of: 130), Self.power(of: 40))
  private static func power(of amplitude: Float) -> Float {
    let sum = amplitude * Float(blockSamples) / 2
    return sum * sum
  }

  /// The second begins half a block later.
  private var filters = (Filters(filled: 0), Filters(filled: -stepSamples))
  private var lastKey: DTMFKey?
  private var run = 0
  private var pressed: DTMFKey?
  private var (pressedSteps, missed) = (0, 0)

  public init() {}

  /// Whether a key is down.
  public var isPressed: Bool { pressed != nil }

  public mutating func take(_ samples: Span<Int16>, into signals: inout [DTMFSignal]) {
    let coefficients = Self.coefficients
    for index in samples.indices {
      if let block = take(samples[index], coefficients) { judge(block, &signals) }
    }
  }

  /// - Parameter coefficients: `coefficients`, which a loop fetches once.
  /// - Returns: what the block holds that ends with this sample.
  mutating func take(_ sample: Int16, _ coefficients: SIMD8<Float>) -> Block? {
    let value = Float(sample)
    let (isFirstFull, isSecondFull) = (filters.0.take(value, coefficients), filters.1.take(value, coefficients))
    guard isFirstFull || isSecondFull else { return nil }
    let full = isFirstFull ? filters.0 : filters.1
    if isFirstFull { filters.0 = Filters(filled: 0) } else { filters.1 = Filters(filled: 0) }
    return Self.block(full, coefficients)
  }

  private static func block(_ filters: Filters, _ coefficients: SIMD8<Float>) -> Block {
    let (last, beforeLast) = (filters.last, filters.beforeLast)
    let powers = last * last + beforeLast * beforeLast - coefficients * last * beforeLast
    let (row, rowPower, rowNext) = Self.strongest(powers, from: 0)
    let (column, columnPower, columnNext) = Self.strongest(powers, from: 4)
    let sum = rowPower + columnPower
    let whole = filters.energy * Float(Self.blockSamples) / 2
    let prominence = min(rowPower / max(rowNext, 1), columnPower / max(columnNext, 1))
    let isKey =
      min(rowPower, columnPower) >= Self.power && sum >= Self.purity * whole && prominence >= Self.prominence
      && rowPower <= columnPower * Self.lowTwist && columnPower <= rowPower * Self.highTwist
    let isSuspicious =
      min(rowPower, columnPower) >= Self.suspiciousPower && sum >= Self.suspiciousPurity * whole
      && prominence >= Self.suspiciousProminence
      && max(rowPower, columnPower) <= min(rowPower, columnPower) * Self.suspiciousTwist
    return Block(key: isKey ? .at(row: row, column: column) : nil, isSuspicious: isSuspicious)
  }

  /// Of a group of four: which one is strongest, how strong it is, and how strong the next is.
  private static func strongest(_ powers: SIMD8<Float>, from first: Int) -> (Int, Float, Float) {
    var (best, bestPower, next) = (0, powers[first], Float(0))
    for index in 1..<4 {
      let power = powers[first + index]
      if power > bestPower {
        (best, bestPower, next) = (index, power, bestPower)
      } else {
        next = max(next, power)
      }
    }
    return (best, bestPower, next)
  }

  private mutating func judge(_ block: Block, _ signals: inout [DTMFSignal]) {
    run = block.key == lastKey ? run + 1 : 1
    lastKey = block.key
    if let pressed {
      pressedSteps += 1
      missed = block.key == pressed ? 0 : missed + 1
      guard missed == Self.runBlocks else { return }
      signals.append(.released(pressed, samples: (pressedSteps - missed + 1) * Self.stepSamples))
      self.pressed = nil
    }
    guard let key = block.key, run >= Self.runBlocks else { return }
    pressed = key
    (pressedSteps, missed) = (run, 0)
    signals.append(.pressed(key))
  }
}
