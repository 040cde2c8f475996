import FlowEngine
import FlowLanguage
import Routing
public import Vocabulary

/// From the offer to the connection.
extension ContactCentre {
  mutating func offer(_ contactID: String, to agentID: String) {
    guard let contact = contacts[contactID], agents[agentID] != nil else { return }
    let now = now
    change(contactID) { contact in
      contact.offeredTo = agentID
      contact.connectionAttempts += 1
    }
    changeAgent(agentID) { agent in
      agent.slots.removeAll { $0.contactID == contactID }
      agent.slots.append(
        AgentSlot(
          contactID: contactID, channel: contact.channel, queueID: contact.queue?.id,
          initiationMethod: contact.context.initiationMethod, state: .connecting, since: now, connectedAt: nil))
    }
    tellAgent(agentID)
    if contact.channel == .voice { effects.append(.telephony(contactID: contactID, .callAgent(agentID: agentID))) }
    if configuration.agents[agentID]?.channels[contact.channel]?.acceptsAutomatically == true { accepted(contactID, by: agentID) }
  }

  /// The agent takes the contact that it was offered.
  public mutating func acceptContact(_ contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    try checkOffer(contactID, agentID)
    accepted(contactID, by: agentID)
    settle()
  }

  public mutating func rejectContact(_ contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    try checkOffer(contactID, agentID)
    refused(contactID, by: agentID, as: .rejected)
    agenda.append(.routing(.offerRejected(number(of: contactID), agentNumber(agentID))))
    settle()
  }

  private func checkOffer(_ contactID: String, _ agentID: String) throws(CentreProblem) {
    guard agents[agentID]?.slot(contactID)?.state == .connecting, contacts[contactID]?.offeredTo == agentID else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is not being offered to this agent.")
    }
  }

  func agentNumber(_ agentID: String) -> AgentNumber { AgentNumber(numbers.agents.existing(agentID) ?? .max) }

  private mutating func accepted(_ contactID: String, by agentID: String) {
    guard let settings = configuration.agents[agentID] else { return }
    agenda.append(.routing(.offerAccepted(number(of: contactID), agentNumber(agentID))))
    interruptFlow(of: contactID)
    let now = now
    change(contactID) { contact in
      contact.offeredTo = nil
      contact.phase = .connecting
      contact.times.dequeuedAt = contact.times.enqueuedAt == nil ? nil : now
      contact.times.connectedToAgentAt = now
      contact.context.agent = settings.summary
      contact.service = AgentService(agent: settings.summary, routingProfileID: settings.routingProfileID, acceptedAt: now)
    }
    changeSlot(of: contactID, with: agentID) { slot in
      slot.state = .connected
      slot.connectedAt = now
    }
    tell("CONNECTED_TO_AGENT", of: contactID)
    whisper(contactID)
  }

  /// Whispers run on a call always; in a chat only where the flow has set them, as in Connect.
  private mutating func whisper(_ contactID: String) {
    guard let contact = contacts[contactID] else { return }
    if let callback = contact.callback, contact.call?.isCustomerConnected != true { return callCustomer(callback, contactID) }
    guard let flow = whisperFlow(contact, hook: "AgentWhisper", default: .agentWhisper) else {
      return whisperToCustomer(contactID)
    }
    startFlow(flow, as: .agentWhisper, for: contactID)
  }

  mutating func whisperToCustomer(_ contactID: String) {
    guard let contact = contacts[contactID] else { return }
    guard let flow = whisperFlow(contact, hook: "CustomerWhisper", default: .customerWhisper) else {
      return connectionMade(contactID)
    }
    startFlow(flow, as: .customerWhisper, for: contactID)
  }

  private func whisperFlow(_ contact: Contact, hook: String, default type: FlowType) -> RunnableFlow? {
    switch contact.channel {
    case .voice: flow(hook: hook, default: type, for: contact)
    case .chat: contact.context.eventHooks[hook].flatMap { surroundings.flow($0) }
    case .task, .email: nil
    }
  }

  /// Agent and customer are together.
  mutating func connectionMade(_ contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .connecting, let service = contact.service else { return }
    change(contactID) { $0.phase = .connected }
    switch contact.channel {
    case .voice: effects.append(.telephony(contactID: contactID, .join(agentID: service.agent.id)))
    case .chat:
      joinAgent(service.agent, to: contactID)
      startTimers(contactID)
    case .task, .email: break
    }
    completeTransfer(into: contactID)
    effects.append(.agentChanged(agentID: service.agent.id))
  }

  mutating func offerMissed(_ contactID: String, by agentID: String) { refused(contactID, by: agentID, as: .missed) }

  private mutating func refused(_ contactID: String, by agentID: String, as state: AgentSlot.State) {
    let now = now
    change(contactID) { contact in
      contact.offeredTo = nil
      contact.missedBy.append(MissedOffer(agentID: agentID, at: now, isRejection: state == .rejected))
    }
    if contacts[contactID]?.channel == .voice { effects.append(.telephony(contactID: contactID, .dropAgent(agentID: agentID))) }
    noteNonResponse(contactID, agentID)
    changeSlot(of: contactID, with: agentID) { $0.state = state }
    tellAgent(agentID)
  }

  /// The customer has gone, or the contact goes elsewhere: the agent's slot is free at once.
  mutating func offerWithdrawn(_ contactID: String, from agentID: String) {
    if contacts[contactID]?.offeredTo == agentID { change(contactID) { $0.offeredTo = nil } }
    guard agents[agentID]?.slot(contactID)?.state == .connecting else { return }
    if contacts[contactID]?.channel == .voice { effects.append(.telephony(contactID: contactID, .dropAgent(agentID: agentID))) }
    noteNonResponse(contactID, agentID)
    removeSlot(of: contactID, with: agentID)
  }

  mutating func withdrawOffer(of contactID: String) {
    guard let agentID = contacts[contactID]?.offeredTo else { return }
    offerWithdrawn(contactID, from: agentID)
  }

  mutating func changeSlot(of contactID: String, with agentID: String, _ body: (inout AgentSlot) -> Void) {
    let now = now
    changeAgent(agentID) { agent in
      guard let index = agent.slots.firstIndex(where: { $0.contactID == contactID }) else { return }
      let before = agent.slots[index].state
      body(&agent.slots[index])
      if agent.slots[index].state != before { agent.slots[index].since = now }
    }
    tellAgent(agentID)
  }

  mutating func removeSlot(of contactID: String, with agentID: String) {
    changeAgent(agentID) { agent in agent.slots.removeAll { $0.contactID == contactID } }
    slotRemoved(of: contactID)
    tellAgent(agentID)
    takeNextStatus(agentID)
  }
}

extension AgentSettings {
  var summary: AgentSummary {
    AgentSummary(id: id, arn: arn, username: username, firstName: firstName, lastName: lastName)
  }
}
