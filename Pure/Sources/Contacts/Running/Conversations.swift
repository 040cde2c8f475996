import FlowEngine
public import Vocabulary

/// The agent's leaving, and what becomes of those who stay.
extension ContactCentre {
  /// The agent ends its part: a chat or call is over, a task is done.
  public mutating func completeContact(_ contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    agentLeaves(try served(contactID, by: agentID))
    settle()
  }

  mutating func agentLeaves(_ contact: Contact, because cause: String? = nil) {
    if let agent = contact.service?.participantID.flatMap({ contact.chat?.participant($0) }) { leave(agent, in: contact.id) }
    let others = companions(of: contact)
    let reason = cause ?? (contact.channel == .task ? "AGENT_COMPLETED" : "AGENT_DISCONNECT")
    if contact.call?.thirdParty?.isConnected == true, contact.transfer != nil {
      let now = now
      change(contact.id) { $0.transfer?.completedAt = now }
      effects.append(.telephony(contactID: contact.id, .release))
      return disconnect(contact.id, because: reason, isHandedOn: true)
    }
    if others.isEmpty, let flow = remainingFlow(contact) {
      let successor = moveOn(contact.id, method: "DISCONNECT", to: nil, because: reason)
      begin(successor, with: flow)
      change(successor) { $0.flowRole = .customerRemaining }
      return
    }
    // Whoever was asked goes on with the customer; who asked has the customer still, when the other one leaves.
    let heir = contact.channel == .voice ? others.last { contacts[$0]?.context.previousContactID == contact.id } : nil
    if let heir {
      effects.append(.telephony(contactID: contact.id, .rename(to: heir)))
      holdParty(.customer, of: heir, isOn: false)
    }
    disconnect(contact.id, because: reason, isHandedOn: heir != nil)
  }

  /// The other contacts of the conversation that are not over, in the order of their beginning.
  func companions(of contact: Contact) -> [String] {
    (conversations[contact.context.initialContactID] ?? []).filter { other in
      other != contact.id && contacts[other].map { $0.phase != .afterContactWork && $0.channel == contact.channel } == true
    }
  }

  private func remainingFlow(_ contact: Contact) -> RunnableFlow? {
    guard contact.channel != .task else { return nil }
    return contact.context.eventHooks["CustomerRemaining"].flatMap { surroundings.flow($0) }
  }

  /// Tells those who are still in a chat that it is over, unless it goes on under another contact.
  mutating func endConversation(of contact: Contact) {
    guard contact.chat != nil, contact.nextContactID == nil else { return }
    append(.chatEnded, Self.event("chat.ended"), nil, from: nil, in: contact.id)
    for participant in contact.chat?.participants ?? [] where !participant.hasLeft {
      changeParticipant(participant.id, in: contact.id) { $0.hasLeft = true }
      effects.append(.dismissParticipant(contactID: contact.id, participantID: participant.id))
    }
  }

  mutating func forgetConversation(of contact: Contact) {
    let initial = contact.context.initialContactID
    conversations[initial]?.removeAll { $0 == contact.id }
    if conversations[initial]?.isEmpty == true { conversations[initial] = nil }
  }
}
