import ConnectAPI
import Link
import ResourceStore

/// What becomes of one agent.
enum AgentChange: Sendable {
  case made(Agent)
  case changed(from: Agent, to: Agent)
  case removed(Agent)
}

/// Keeps the switch's agents equal to the keep's users. One change at a time: the switch first, which checks what the agent
/// refers to, then the keep's transaction, then `settle`. A crash in between is mended when the two meet again.
actor AgentRoster {
  private let switchSide: any LinkPeer
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(switchSide: any LinkPeer) { self.switchSide = switchSide }

  /// Tells the switch of a change and holds the roster until `settle`. What is to change is read while it is held, so that no
  /// other change comes in between.
  /// - Throws: ResourceNotFoundException for what the agent would refer to and that does not exist.
  func stage(_ change: @Sendable () async throws -> AgentChange) async throws -> AgentChange {
    await enter()
    do {
      let change = try await change()
      switch change {
      case .made(let agent), .changed(_, let agent): try await put(agent)
      case .removed: break
      }
      return change
    } catch {
      leave()
      throw error
    }
  }

  /// Ends what `stage` began: the switch is told what it does not know, or what came to nothing.
  func settle(_ change: AgentChange, committed: Bool) async {
    defer { leave() }
    do {
      switch (change, committed) {
      case (.made(let agent), false), (.removed(let agent), true): _ = try await switchSide.send(RemoveAgent(id: agent.id))
      case (.changed(let before, _), false): try await put(before)
      case (.made, true), (.changed, true), (.removed, false): break
      }
    } catch {
      // The switch is gone; `reconcile` brings it up to date when it is back.
    }
  }

  /// Tells the switch of every user there is.
  func reconcile(_ agents: @Sendable () async throws -> [Agent]) async throws {
    await enter()
    defer { leave() }
    _ = try await switchSide.send(ReconcileAgents(agents: try await agents()))
  }

  private func put(_ agent: Agent) async throws {
    if case .missing(let kind, let id) = try await switchSide.send(PutAgent(agent: agent)) {
      throw ConnectError.notFound(kind, id)
    }
  }

  private func enter() async {
    guard isBusy else {
      isBusy = true
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func leave() {
    if waiting.isEmpty { isBusy = false } else { waiting.removeFirst().resume() }
  }
}
