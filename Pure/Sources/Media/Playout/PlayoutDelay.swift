/// How long packets are held back, so that those which come later than others are still in time.
///
/// The fastest packet of the last seconds is the measure: how late the others are goes into a histogram that forgets, and all but
/// a few shall be in time. The measure follows a sender whose clock runs at another speed.
struct PlayoutDelay: Sendable {
  private static let bucketSamples = 80
  private static let buckets = 40
  /// Parts of a packet that the histogram is reckoned in.
  private static let whole: UInt32 = 1 << 20
  /// So many packets until a third of what is known is left.
  private static let memory: UInt32 = 128
  /// Three in a hundred may be late.
  private static let lateMax = whole / 100 * 3
  private static let windowSamples: Int64 = 5 * 8_000

  private let bounds: ClosedRange<Int>
  private var histogram: [UInt32]
  /// The smallest transits of this window and of the one before.
  private var (smallest, smallestBefore) = (Int64.max, Int64.max)
  private var windowStart: Int64 = 0

  /// In samples; one to two buckets above how late packets are.
  private(set) var target: Int

  /// - Parameter bounds: in samples.
  init(bounds: ClosedRange<Int>) {
    self.bounds = bounds
    histogram = Array(repeating: 0, count: Self.buckets)
    histogram[2] = Self.whole
    target = min(max(4 * Self.bucketSamples, bounds.lowerBound), bounds.upperBound)
  }

  /// What arrives as early as any: arrival less position, in samples.
  var floor: Int64 { min(smallest, smallestBefore) }

  /// Another stream has begun, whose positions tell nothing of the last one's.
  mutating func restart(transit: Int64, at now: Int64) {
    (smallest, smallestBefore, windowStart) = (transit, transit, now)
  }

  mutating func take(transit: Int64, at now: Int64) {
    if now - windowStart >= Self.windowSamples {
      (smallestBefore, smallest, windowStart) = (smallest, transit, now)
    }
    smallest = min(smallest, transit)
    learn(bucket: min(Int(transit - floor) / Self.bucketSamples, Self.buckets - 1))
  }

  private mutating func learn(bucket: Int) {
    var counts = histogram.mutableSpan
    var sum: UInt32 = 0
    for index in counts.indices {
      counts[index] -= counts[index] / Self.memory
      sum += counts[index]
    }
    // What rounding takes away goes where the packet does: the whole stays whole.
    counts[bucket] += Self.whole - sum
    var (tail, place) = (Self.whole, 0)
    while tail > Self.lateMax {
      tail -= counts[place]
      place += 1
    }
    target = min(max((place + 1) * Self.bucketSamples, bounds.lowerBound), bounds.upperBound)
  }
}
