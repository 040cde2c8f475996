import ConnectAPI
import Synchronization
import Vocabulary

/// Which refusals of strangers are an entry each, and which are counted: strangers cost nothing, so they could fill the disk.
///
/// In a minute the first few of a source and the first of all sources together are entries; the rest is one entry at its end.
final class StrangerRefusals: Sendable {
  /// Entries of one source in a minute.
  static let perSourceMax = 10
  /// Entries of all sources in a minute.
  static let entriesMax = 200
  /// Sources that are counted apart; of more, the sum is told.
  static let sourcesMax = 1_000
  /// Sources that the entry names, those with most first.
  static let namedMax = 50

  fileprivate struct Minute {
    let number: Int64
    var entries = 0
    var seen: [String: Int] = [:]
    var counted: [String: Int] = [:]
    var others = 0
  }

  private let minute = Mutex<Minute?>(nil)
  private let events: KeepEvent

  init(events: KeepEvent) { self.events = events }

  /// - Returns: whether this one is an entry, and the entry over the minute before, once that is over.
  func take(_ address: String, at now: Moment) -> (isEntry: Bool, count: JSON?) {
    minute.withLock { minute in
      let number = now.wholeSeconds / 60
      let over = minute.flatMap { $0.number < number ? $0 : nil }
      var current = minute.flatMap { $0.number < number ? nil : $0 } ?? Minute(number: number)
      let isEntry = current.take(address)
      minute = current
      return (isEntry, over.flatMap(event))
    }
  }

  /// The entry over a minute that is over, or, at the end of the program, over what there is of one.
  func settle(at now: Moment, isEnd: Bool) -> JSON? {
    minute.withLock { minute in
      guard let over = minute, isEnd || over.number < now.wholeSeconds / 60 else { return nil }
      minute = nil
      return event(over)
    }
  }

  private func event(_ minute: Minute) -> JSON? {
    guard !minute.counted.isEmpty || minute.others > 0 else { return nil }
    let most = minute.counted.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let named = most.prefix(Self.namedMax)
    let unnamed = most.dropFirst(Self.namedMax).reduce(minute.others) { $0 + $1.value }
    return events.event(
      "CountRefusals", for: "switchkeep",
      [
        "minute": .string(Moment(seconds: minute.number * 60).rfc3339),
        "sources": .array(named.map { ["address": .string($0.key), "count": .number($0.value)] }),
        "others": .number(unnamed),
      ], readOnly: true, category: .management)
  }
}

extension StrangerRefusals.Minute {
  fileprivate mutating func take(_ address: String) -> Bool {
    let network = Site.network(of: address)
    let isKnown = seen[network] != nil
    guard isKnown || seen.count < StrangerRefusals.sourcesMax else {
      others += 1
      return false
    }
    seen[network, default: 0] += 1
    guard seen[network] ?? 0 <= StrangerRefusals.perSourceMax, entries < StrangerRefusals.entriesMax else {
      counted[network, default: 0] += 1
      return false
    }
    entries += 1
    return true
  }
}
