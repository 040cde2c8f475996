import ConnectAPI
import Link
import ResourceStore

/// Keeps the switch's agents equal to the keep's users. One change at a time: the switch first, which checks what the agent
/// refers
/// to, then the keep's transaction, then `settle`. A crash in between is mended when the two meet again.
actor AgentRoster {
  private let switchSide: any LinkPeer
  private var isBusy = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(switchSide: any LinkPeer) { self.switchSide = switchSide }

  /// Puts the agent into the switch and holds the roster until `settle`.
  /// - Throws: ResourceNotFoundException for a routing profile that does not exist.
  func stage(_ agent: Agent) async throws {
    await enter()
    do {
      if case .missing(let kind, let id) = try await switchSide.send(PutAgent(agent: agent)) {
        throw ConnectError.notFound(kind, id)
      }
    } catch {
      leave()
      throw error
    }
  }

  /// Ends what `stage` began. `correction` is what the switch must still be told, when what was staged is not what is.
  func settle(_ correction: Correction) async {
    defer { leave() }
    do {
      switch correction {
      case .none: break
      case .put(let agent): _ = try await switchSide.send(PutAgent(agent: agent))
      case .remove(let id): _ = try await switchSide.send(RemoveAgent(id: id))
      }
    } catch {
      // The switch is gone; `reconcile` brings it up to date when it is back.
    }
  }

  enum Correction: Sendable {
    case none
    case put(Agent)
    case remove(id: String)
  }

  /// Tells the switch of every user there is.
  func reconcile(with store: any ConfigurationStore, in context: CallContext) async throws {
    await enter()
    defer { leave() }
    let agents = try await store.read { reader in
      let call = ReadCall(context: context, reader: reader)
      var agents: [Agent] = []
      try call.forEach(.instance, in: context.place.account) { instance in
        try call.forEach(.user, in: instance.id) { agents.append(try Self.agent(of: call.resource(.user, $0))) }
      }
      return agents
    }
    _ = try await switchSide.send(ReconcileAgents(agents: agents))
  }

  static func agent(of user: Resource<User>) -> Agent {
    Agent(
      id: user.id, instanceID: user.record.scope, arn: user.arn, username: user.record.name ?? "",
      routingProfileID: user.document.routingProfileId ?? "")
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
