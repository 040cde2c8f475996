/// Fills what is lost with what was heard last, in the spirit of ITU-T G.711 Appendix I: whole periods of the voice are repeated,
/// and fade from 10 ms on until nothing is left after 60. What comes next is blended in.
struct Concealment: Sendable {
  private static let historySamples = 400
  private static let lags = 40...120
  private static let comparedSamples = 160
  private static let steadySamples = 80
  private static let fadeSamples = 400
  private static let smoothingSamples = 16
  private static let blendSamples = 32...80

  /// The last samples that were given out.
  private var history = [Int16](repeating: 0, count: historySamples)
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
    let kept = history.count - range.count
    var all = history.mutableSpan
    for index in 0..<max(kept, 0) { all[index] = all[index + range.count] }
    for index in max(-kept, 0)..<range.count { all[kept + index] = frame[range.lowerBound + index] }
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
    return Int16(clamping: sample)
  }

  /// Takes the last period as the cycle, twice where it is short. Its end runs into what stood before its beginning, so that it
  /// closes.
  private mutating func begin() {
    let period = period()
    let end = history.count
    cycleSamples = period < Self.steadySamples ? 2 * period : period
    place = 0
    let (start, joint) = (end - cycleSamples, cycleSamples / 4)
    for index in 0..<cycleSamples {
      let sample = Int32(history[start + index])
      let into = Int32(max(0, index - (cycleSamples - joint) + 1))
      let before = into > 0 ? Int32(history[start + index - cycleSamples]) : 0
      cycle[index] = Int16(sample + (before - sample) * into / Int32(joint + 1))
    }
    step = Int32(history[end - 1]) - Int32(history[start - 1])
  }

  /// The lag at which the end of the history is most like itself: every second one first, then those beside the best.
  private func period() -> Int {
    let samples = history.span
    var (best, bestLikeness) = (Self.lags.lowerBound, -Float.infinity)
    func judge(_ lag: Int, _ stride: Int) {
      let likeness = Self.likeness(samples, lag, stride)
      if likeness > bestLikeness { (best, bestLikeness) = (lag, likeness) }
    }
    for lag in stride(from: Self.lags.lowerBound, through: Self.lags.upperBound, by: 2) { judge(lag, 2) }
    let middle = best
    bestLikeness = -Float.infinity
    for lag in max(middle - 1, Self.lags.lowerBound)...min(middle + 1, Self.lags.upperBound) { judge(lag, 1) }
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
