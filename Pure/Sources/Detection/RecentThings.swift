import Vocabulary

/// Counts different things by who did them, within a window of time. It forgets the oldest, so that neither many people nor many
/// things fill the memory.
struct RecentThings: Sendable {
  private struct Entry: Sendable {
    var things: [(name: String, at: Moment)] = []
    var raisedAt: Moment?
    var last: Moment
  }

  /// People who are remembered.
  private static let keysMax = 4_096

  /// So many different things...
  let threshold: Int
  /// ...within so many seconds are told...
  let windowSeconds: Int64
  /// ...once in so many seconds.
  let quietSeconds: Int64
  private var entries: [String: Entry] = [:]

  init(threshold: Int, windowSeconds: Int64, quietSeconds: Int64) {
    self.threshold = threshold
    self.windowSeconds = windowSeconds
    self.quietSeconds = quietSeconds
  }

  /// - Returns: whether this is the thing that there are too many with.
  mutating func isTooMany(_ thing: String, by key: String, at now: Moment) -> Bool {
    var entry = entries.removeValue(forKey: key) ?? Entry(last: now)
    // What is of a later time than now was said before a clock was set back, and counts for nothing.
    entry.things.removeAll { $0.name == thing || $0.at < now.adding(seconds: -windowSeconds) || $0.at > now }
    entry.things.append((thing, now))
    if entry.things.count > threshold { entry.things.removeFirst() }
    entry.last = now
    let isQuiet = entry.raisedAt.map { $0 <= now && $0.adding(seconds: quietSeconds) > now } ?? false
    let isRaised = entry.things.count >= threshold && !isQuiet
    if isRaised { entry.raisedAt = now }
    makeRoom(at: now)
    entries[key] = entry
    return isRaised
  }

  /// Who was quiet for longer than the windows has nothing to be remembered by; else who was quiet the longest is forgotten.
  private mutating func makeRoom(at now: Moment) {
    guard entries.count >= Self.keysMax else { return }
    let old = now.adding(seconds: -max(windowSeconds, quietSeconds))
    entries = entries.filter { $0.value.last >= old }
    guard entries.count >= Self.keysMax else { return }
    let oldest = entries.min { ($0.value.last, $0.key) < ($1.value.last, $1.key) }
    if let oldest { entries[oldest.key] = nil }
  }
}
