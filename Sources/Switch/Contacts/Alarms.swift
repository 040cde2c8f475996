/// When somebody is woken, by whoever sleeps for that: one that is later than another is not set, since it can be set then.
struct Alarms {
  /// So long one sleeps at most: what is due by the system's clock is looked for then, since that may be set.
  static let longest = Duration.seconds(1)

  /// The earliest last.
  private var set: [ContinuousClock.Instant] = []

  /// - Returns: whether somebody has to sleep until then.
  mutating func isNeeded(at instant: ContinuousClock.Instant) -> Bool {
    if let earliest = set.last, earliest <= instant { return false }
    set.append(instant)
    return true
  }

  mutating func rang(at instant: ContinuousClock.Instant) { set.removeAll { $0 == instant } }
}
