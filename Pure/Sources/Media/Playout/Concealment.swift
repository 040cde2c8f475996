/// Fills what is lost with what was heard last, in the spirit of ITU-T G.711 Appendix I: whole periods of the voice are repeated,
/// and fade from 10 ms on until nothing is left after 60. What comes next is blended in.
struct Concealment: Sendable {
  /// A power of two.
  private static let historySamples = 512
  private static let usedSamples = 400
  private static let lags = 40...120
  private static let comparedSamples = 160
  private static let steadySamples = 80
  private static let fadeSamples = 400
  private static let smoothingSamples = 16
  private static let blendSamples = 32...80

  /// The last samples that were given out, as a ring.
  private var history = [Int16](repeating: 0, count: historySamples)
  private var end = 0
  /// What is repeated; its first `cycleSamples` count.
  private var cycle = [Int16](repeating: 0, count: 160)
  private var cycleSamples = 0
  private var place = 0
  /// Samples filled in since the last that were heard.
  private var lost = 0
  /// Whether there is anything to go on with. Before that there is silence, from which nothing is blended.
  private(set) var hasHeard = false
  /// How far the last sample lies from where the cycle would have it.
  private var step: Int32 = 0

  /// Takes samples that are there; after a loss their beginning is blended with what filled it.
  mutating func hear(_ frame: inout MutableSpan<Int16>, _ range: Range<Int>) {
    if lost > 0 {
      let blended = min(max(Self.blendSamples.lowerBound, lost / 4), Self.blendSamples.upperBound, range.count)
      for index in 0..<blended {
        let (old, new) = (Int32(next()), Int32(frame[range.lowerBound + index]))
        frame[range.lowerBound + index] = Int16(clamping: old + (new - old) * Int32(index + 1) / Int32(blended + 1))
      }
      lost = 0
    }
    hasHeard = true
    remember(frame, range)
  }

  /// Fills in samples that are lost.
  mutating func fill(_ frame: inout MutableSpan<Int16>, _ range: Range<Int>) {
    guard hasHeard else {
      for index in range { frame[index] = 0 }
      return
    }
    if lost == 0 { begin() }
    for index in range { frame[index] = next() }
    remember(frame, range)
  }

  private mutating func remember(_ frame: borrowing MutableSpan<Int16>, _ range: Range<Int>) {
    let start = end
    end = (end + range.count) & (Self.historySamples - 1)
    var all = history.mutableSpan
    for index in range { all[(start + index - range.lowerBound) & (Self.historySamples - 1)] = frame[index] }
  }

  private mutating func next() -> Int16 {
    guard lost < Self.steadySamples + Self.fadeSamples, cycleSamples > 0 else {
      lost += 1
      return 0
    }
    var sample = Int32(cycle[place])
    if lost < Self.smoothingSamples { sample += step * Int32(Self.smoothingSamples - lost) / Int32(Self.smoothingSamples) }
    if lost > Self.steadySamples {
      sample = sample * Int32(Self.steadySamples + Self.fadeSamples - lost) / Int32(Self.fadeSamples)
    }
    lost += 1
    place = place + 1 == cycleSamples ? 0 : place + 1
    // The least of all samples marks what is absent, and is never heard.
    return Int16(min(max(sample, -Int32(Int16.max)), Int32(Int16.max)))
  }

  /// Takes the last period as the cycle, twice where it is short. Its end runs into what stood before its beginning, so that it
  /// closes.
  private mutating func begin() {
    // What is used of the history, in order.
    var recent = InlineArray<400, Int16>(repeating: 0)
    for index in 0..<Self.usedSamples {
      recent[index] = history[(end + Self.historySamples - Self.usedSamples + index) & (Self.historySamples - 1)]
    }
    let period = Self.period(recent.span)
    let last = Self.usedSamples
    cycleSamples = period < Self.steadySamples ? 2 * period : period
    place = 0
    let (start, joint) = (last - cycleSamples, cycleSamples / 4)
    for index in 0..<cycleSamples {
      let sample = Int32(recent[start + index])
      let into = Int32(max(0, index - (cycleSamples - joint) + 1))
      let before = into > 0 ? Int32(recent[start + index - cycleSamples]) : 0
      cycle[index] = Int16(sample + (before - sample) * into / Int32(joint + 1))
    }
    step = Int32(recent[last - 1]) - Int32(recent[start - 1])
  }

  /// The lag at which the end of the samples is most like itself: every second one first, then those beside the best.
  private static func period(_ samples: Span<Int16>) -> Int {
    var (best, bestLikeness) = (lags.lowerBound, -Float.infinity)
    for lag in stride(from: lags.lowerBound, through: lags.upperBound, by: 2) {
      let likeness = likeness(samples, lag, 2)
      if likeness > bestLikeness { (best, bestLikeness) = (lag, likeness) }
    }
    let middle = best
    bestLikeness = -Float.infinity
    for lag in max(middle - 1, lags.lowerBound)...min(middle + 1, lags.upperBound) {
      let likeness = likeness(samples, lag, 1)
      if likeness > bestLikeness { (best, bestLikeness) = (lag, likeness) }
    }
    return best
  }

  private static func likeness(_ samples: Span<Int16>, _ lag: Int, _ stride: Int) -> Float {
    var (product, energy): (Float, Float) = (0, 1)
    var index = samples.count - comparedSamples
    while index < samples.count {
      let earlier = Float(samples[index - lag])
      product += Float(samples[index]) * earlier
      energy += earlier * earlier
      index += stride
    }
    return product / energy.squareRoot()
  }
}
