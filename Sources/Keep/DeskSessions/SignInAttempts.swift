import Vocabulary

/// Counts failures, so that guessing is slow: by name, whoever asks, and by address, whatever name.
struct SignInAttempts: Sendable {
  private struct Failures {
    var count: Int
    var last: Moment
  }

  /// Failures that cost nothing yet; with each beyond, the wait doubles.
  private static let freeByName = 3
  private static let freeByAddress = 20
  private static let waitSecondsMax = 900
  private static let memorySeconds: Int64 = 3_600
  private static let entriesMax = 100_000

  private var failures: [String: Failures] = [:]

  /// Seconds that must pass before another attempt is looked at; 0 for none.
  func wait(_ name: String, _ address: String, at now: Moment) -> Int {
    max(wait("n/\(name)", free: Self.freeByName, at: now), wait("a/\(address)", free: Self.freeByAddress, at: now))
  }

  private func wait(_ key: String, free: Int, at now: Moment) -> Int {
    guard let entry = failures[key], entry.count > free else { return 0 }
    let seconds = min(Self.waitSecondsMax, 1 << min(entry.count - free, 20))
    return max(0, Int(entry.last.wholeSeconds) + seconds - Int(now.wholeSeconds))
  }

  mutating func failed(_ name: String, _ address: String, at now: Moment) {
    for key in ["n/\(name)", "a/\(address)"] {
      failures[key] = Failures(count: (failures[key]?.count ?? 0) + 1, last: now)
    }
    guard failures.count > Self.entriesMax else { return }
    failures = failures.filter { $0.value.last.adding(seconds: Self.memorySeconds) > now }
    // Those who failed the longest ago: a flood of names that are made up lets off nobody who tries now.
    guard failures.count > Self.entriesMax else { return }
    let old = failures.sorted { ($0.value.last, $0.key) < ($1.value.last, $1.key) }.prefix(Self.entriesMax / 2)
    for (key, _) in old { failures[key] = nil }
  }

  /// Takes back the attempt that was counted, and what was held against the name.
  mutating func succeeded(_ name: String, _ address: String) {
    failures["n/\(name)"] = nil
    failures["a/\(address)"]?.count -= 1
  }
}
