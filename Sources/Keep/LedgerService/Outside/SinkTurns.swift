import Synchronization
import Vocabulary

/// Whose turn it is among sinks: each is served by one task at a time, and rests after a failure.
final class SinkTurns: Sendable {
  enum Turn: Sendable {
    /// It is being served, or rests.
    case resting
    /// It is being served, and has been for too long; told once.
    case hanging
    /// It is to be served now, and its folder to be thinned if it is time.
    case begun(thinning: Bool)
  }

  private struct State {
    var begunAt: Moment?
    var isTold = false
    var restUntil = Moment(microseconds: 0)
    var thinnedAt: Moment?
  }

  /// Seconds between two looks for files that may go.
  private static let thinningSeconds: Int64 = 600

  private let states = Mutex<[String: State]>([:])

  func begin(_ name: String, at now: Moment, hangingSeconds: Int64) -> Turn {
    states.withLock { states in
      var state = states[name] ?? State()
      defer { states[name] = state }
      if let begun = state.begunAt {
        guard !state.isTold, begun.adding(seconds: hangingSeconds) <= now else { return .resting }
        state.isTold = true
        return .hanging
      }
      guard state.restUntil <= now else { return .resting }
      let isThinned = state.thinnedAt.map { $0.adding(seconds: Self.thinningSeconds) <= now } ?? true
      if isThinned { state.thinnedAt = now }
      (state.begunAt, state.isTold) = (now, false)
      return .begun(thinning: isThinned)
    }
  }

  func end(_ name: String, restUntil: Moment) {
    states.withLock { states in
      states[name]?.begunAt = nil
      states[name]?.restUntil = restUntil
    }
  }
}
