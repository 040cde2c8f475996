import Link
import Synchronization
import Vocabulary

/// How often rules about callers had their effect, for the ledger. Strangers cost nothing: a rule has one entry a minute at most,
/// with a count.
final class CallerHits: Sendable {
  static let pause = Duration.seconds(2)
  private static let secondsMin: Int64 = 60

  private struct Counted {
    var count: Int
    var since: Int64
  }

  private struct State {
    var counts: [String: Counted] = [:]
    /// When each rule was last told of, in seconds; within the minute it waits.
    var told: [String: Int64] = [:]
  }

  private let state = Mutex(State())

  func add(_ rules: [String], at now: Moment) {
    guard !rules.isEmpty else { return }
    state.withLock { state in
      for rule in rules { state.counts[rule, default: Counted(count: 0, since: now.wholeSeconds)].count += 1 }
    }
  }

  /// What is to be told now.
  func take(at now: Moment, isEnd: Bool) -> [CallerRuleHits] {
    let seconds = now.wholeSeconds
    return state.withLock { state in
      state.told = state.told.filter { $0.value > seconds - Self.secondsMin }
      let due = state.counts.keys.filter { isEnd || state.told[$0] == nil }.sorted()
      return due.compactMap { rule in
        state.told[rule] = seconds
        return state.counts.removeValue(forKey: rule).map { CallerRuleHits(ruleID: rule, count: $0.count, since: Int($0.since)) }
      }
    }
  }

  /// These could not be told.
  func putBack(_ hits: [CallerRuleHits]) {
    state.withLock { state in
      for hit in hits {
        state.told[hit.ruleID] = nil
        let later = state.counts[hit.ruleID]?.count ?? 0
        state.counts[hit.ruleID] = Counted(count: later + hit.count, since: Int64(hit.since))
      }
    }
  }
}
