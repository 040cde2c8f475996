import FlowEngine
import Routing
public import Vocabulary

/// Agents: their desks, their statuses.
extension ContactCentre {
  /// Seconds that an agent whose desk is gone keeps its contacts before they are taken from it.
  public static let absenceSecondsMax = 60

  /// The agent's desk has connected.
  public mutating func deskConnected(_ agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    guard configuration.agents[agentID] != nil else { throw CentreProblem(.agentNotFound, "There is no such agent.") }
    if agents[agentID] == nil { addAgent(agentID) }
    guard agents[agentID]?.isPresent == false else { return }
    changeAgent(agentID) { $0.isPresent = true }
    tellAgent(agentID, type: "LOGIN")
    applyStatus(agentID)
    settle()
  }

  /// The agent's desk is gone for good: it is offline, and what it had is dealt with as Connect does on a lost network.
  public mutating func deskLost(_ agentID: String, at now: Moment) {
    enter(now)
    guard agents[agentID]?.isPresent == true else { return }
    changeAgent(agentID) { $0.isPresent = false }
    // Before its slots are free, or the next contact would be offered to it.
    applyStatus(agentID)
    endMonitoring(by: agentID)
    for slot in agents[agentID]?.slots ?? [] { drop(slot, of: agentID) }
    if let offline = status(ofKind: .offline) { take(offline.id, agentID) }
    tellAgent(agentID, type: "LOGOUT")
    settle()
  }

  /// Tasks stay with their agent; a chat or call whose agent is gone is over for it.
  private mutating func drop(_ slot: AgentSlot, of agentID: String) {
    switch slot.state {
    case .connecting, .incoming:
      guard contacts[slot.contactID]?.offeredTo == agentID else { return }
      try? rejectContact(slot.contactID, by: agentID, at: now)
      release(slot.contactID, from: agentID)
    case .connected, .connectedOnHold:
      guard slot.channel != .task, let contact = contacts[slot.contactID], contact.service?.agent.id == agentID else { return }
      disconnect(contact.id, because: "AGENT_NETWORK_DISCONNECT")
      release(contact.id, from: agentID)
    case .missed, .rejected, .error, .ended: release(slot.contactID, from: agentID)
    case .paused: break
    }
  }

  /// Connect's PutUserStatus. While the agent has contacts the status is its next one; Offline waits too.
  public mutating func setStatus(_ statusID: String, of agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    guard configuration.agents[agentID] != nil else { throw CentreProblem(.agentNotFound, "There is no user \(agentID).") }
    guard let status = configuration.statuses[CentreSurroundings.id(statusID)] else {
      throw CentreProblem(.statusNotFound, "There is no agent status \(statusID).")
    }
    if agents[agentID] == nil { addAgent(agentID) }
    guard let agent = agents[agentID] else { return }
    if status.kind != .routable, agent.isServing {
      changeAgent(agentID) { $0.nextStatusID = status.id }
      applyStatus(agentID)
      tellAgent(agentID)
    } else {
      take(status.id, agentID)
    }
    settle()
  }

  private mutating func take(_ statusID: String, _ agentID: String) {
    let now = now
    changeAgent(agentID) { agent in
      agent.statusID = statusID
      agent.statusSince = now
      agent.nextStatusID = nil
    }
    applyStatus(agentID)
    tellAgent(agentID)
  }

  /// The next status is taken when the last contact is gone.
  mutating func takeNextStatus(_ agentID: String) {
    guard let agent = agents[agentID], let next = agent.nextStatusID, !agent.isServing else { return }
    take(next, agentID)
  }

  /// An agent who has never done anything is offline; that need not be stored.
  mutating func addAgent(_ agentID: String) {
    guard let offline = status(ofKind: .offline) else { return }
    agents[agentID] = LiveAgent(id: agentID, statusID: offline.id, at: now)
  }

  /// An agent without a desk is offered nothing, whatever its status says.
  mutating func applyStatus(_ agentID: String) {
    guard let agent = agents[agentID], let kind = configuration.statuses[agent.statusID]?.kind else { return }
    let isRoutable = kind == .routable && agent.nextStatusID == nil && agent.isPresent
    agenda.append(
      .routing(
        .agentStatusChanged(agentNumber(agentID), isRoutable: isRoutable, isOnline: kind != .offline && agent.isPresent)))
  }

  private func status(ofKind kind: StatusSettings.Kind) -> StatusSettings? {
    configuration.statuses.values.filter { $0.kind == kind }.min { $0.id < $1.id }
  }
}

extension LiveAgent {
  /// Whether a contact holds the agent in its status.
  var isServing: Bool { slots.contains { $0.state != .paused } }
}
