import SIP

/// Timers that are due at about the same time, as one: a call starts dozens of them, and nearly all fire long after it when
/// nobody waits for them any more.
struct TimerBuckets {
  /// No timer is late by more than the first, or by more than a sixteenth of its time, and none by more than the last.
  private static let (grainMilliseconds, share, grainMillisecondsMax): (Int64, Int64, Int64) = (20, 16, 640)

  private var buckets: [Int64: [EndpointTimer]] = [:]

  /// - Parameter now: in milliseconds, by a clock that is never set.
  /// - Returns: when its bucket is to be taken, where it is the first in it.
  mutating func add(_ timer: EndpointTimer, after milliseconds: Int, at now: Int64) -> Int64? {
    var grain = Self.grainMilliseconds
    while grain < Self.grainMillisecondsMax, grain * 2 * Self.share <= milliseconds { grain *= 2 }
    let due = (now + Int64(milliseconds) + grain - 1) / grain * grain
    buckets[due, default: []].append(timer)
    return buckets[due]?.count == 1 ? due : nil
  }

  /// Those that are due, in the order in which they were started.
  mutating func take(_ due: Int64) -> [EndpointTimer] { buckets.removeValue(forKey: due) ?? [] }
}
