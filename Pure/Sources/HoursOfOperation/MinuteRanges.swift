/// A set of minutes as sorted ranges that do not touch each other.
struct MinuteRanges: Sendable, Hashable {
  private(set) var ranges: [Range<Int>]

  init(_ ranges: [Range<Int>]) {
    self.ranges = []
    for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last, range.lowerBound <= last.upperBound {
        self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  func subtracting(_ other: MinuteRanges) -> MinuteRanges {
    var left = ranges
    for hole in other.ranges {
      left = left.flatMap { range in
        [
          range.lowerBound..<max(range.lowerBound, min(range.upperBound, hole.lowerBound)),
          min(range.upperBound, max(range.lowerBound, hole.upperBound))..<range.upperBound,
        ]
      }
    }
    return MinuteRanges(left)
  }

  func clamped(to limits: Range<Int>) -> MinuteRanges { MinuteRanges(ranges.map { $0.clamped(to: limits) }) }
}
