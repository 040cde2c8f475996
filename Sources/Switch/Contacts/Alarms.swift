/// When somebody is woken: an alarm that is later than another is not set, since it can be set then.
struct Alarms {
  /// So far ahead one is set at most: what is due by the system's clock is looked for then, since that may be set.
  static let longest = Duration.seconds(1)

  /// One that is as near as that may have rung already, a little early: who sets it once more is woken twice at worst.
  private static let nearly = Duration.milliseconds(1)

  /// The earliest last.
  private var set: [ContinuousClock.Instant] = []

  /// - Returns: whether one has to be set.
  mutating func isNeeded(at instant: ContinuousClock.Instant) -> Bool {
    while let earliest = set.last, earliest <= .now + Self.nearly { set.removeLast() }
    if let earliest = set.last, earliest <= instant { return false }
    set.append(instant)
    return true
  }
}
