import Synchronization

/// Wakes the desks of agents whose state has changed.
final class DeskHub: Sendable {
  private struct State {
    var desks: [String: [UInt64: AsyncStream<Void>.Continuation]] = [:]
    var last: UInt64 = 0
    var followed: Set<String> = []
    var onFirst: (@Sendable (_ agentID: String, _ instanceID: String) -> Void)?
  }

  private let state = Mutex(State())

  /// One element for each change, several of them as one.
  func changes(of agentID: String) -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    let id = state.withLock { state in
      state.last += 1
      state.desks[agentID, default: [:]][state.last] = continuation
      return state.last
    }
    continuation.onTermination = { [weak self] _ in self?.remove(id, agentID) }
    return stream
  }

  /// Told once for each agent, before its first change is lost, and again after `finish`.
  func onFirst(_ body: @escaping @Sendable (_ agentID: String, _ instanceID: String) -> Void) {
    state.withLock { $0.onFirst = body }
  }

  /// Sees to it that somebody follows the agent.
  func follow(_ agentID: String, in instanceID: String) {
    let first = state.withLock { $0.followed.insert(agentID).inserted ? $0.onFirst : nil }
    first?(agentID, instanceID)
  }

  /// The agent is gone.
  func finish(_ agentID: String) {
    let ended = state.withLock { state in
      state.followed.remove(agentID)
      return state.desks[agentID]?.values.map { $0 } ?? []
    }
    for continuation in ended { continuation.finish() }
  }

  func signal(_ agentID: String) {
    for continuation in state.withLock({ $0.desks[agentID]?.values.map { $0 } ?? [] }) { continuation.yield() }
  }

  private func remove(_ id: UInt64, _ agentID: String) {
    state.withLock { state in
      state.desks[agentID]?[id] = nil
      if state.desks[agentID]?.isEmpty == true { state.desks[agentID] = nil }
    }
  }
}
