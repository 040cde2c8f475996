import ContactMetrics
import FlowEngine
import Routing
public import Vocabulary

/// How contacts end: with an agent, after-contact work lies between the conversation's end and the contact's.
extension ContactCentre {
  /// Ends a contact from outside: the customer, the API, an administrator.
  public mutating func stopContact(_ contactID: String, because reason: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    let contact = try live(contactID)
    guard contact.phase != .afterContactWork else {
      throw CentreProblem(.contactNotFound, "The contact \(contactID) has been disconnected already.")
    }
    disconnect(contactID, because: reason)
    settle()
  }

  /// The conversation is over.
  /// - Parameter isHandedOn: whether others have taken over who is in the call.
  mutating func disconnect(_ contactID: String, because reason: String, isHandedOn: Bool = false) {
    guard let contact = contacts[contactID], !contact.isOver, contact.phase != .afterContactWork else { return }
    interruptFlow(of: contactID)
    leaveQueue(contactID)
    let now = now
    change(contactID) { contact in
      contact.disconnectReason = reason
      contact.times.disconnectedAt = now
      contact.deadlines = []
      contact.endHold(at: now)
    }
    if contact.channel == .voice, !isHandedOn { effects.append(.telephony(contactID: contactID, .hangUp)) }
    endConversation(of: contact)
    tell("DISCONNECTED", of: contactID)
    endMonitors(of: contactID)
    if let monitoring = contact.monitoring { return endMonitoring(contact, monitoring, because: reason) }
    if let service = contact.service { beginAfterContactWork(contactID, service) } else { finalize(contactID) }
  }

  /// There is nothing to finish after it.
  private mutating func endMonitoring(_ contact: Contact, _ monitoring: Monitoring, because reason: String) {
    noteMonitoringEnd(contact, monitoring, because: reason)
    if let userID = contact.service?.agent.id, agents[userID]?.slot(contact.id) != nil {
      agenda.append(.routing(.contactFinished(number(of: contact.id), agentNumber(userID))))
      release(contact.id, from: userID)
    }
    finalize(contact.id)
  }

  private mutating func beginAfterContactWork(_ contactID: String, _ service: AgentService) {
    let now = now
    change(contactID) { contact in
      contact.phase = .afterContactWork
      contact.times.afterContactWorkStartedAt = now
    }
    changeSlot(of: contactID, with: service.agent.id) { $0.state = .ended }
    agenda.append(.routing(.contactFinished(number(of: contactID), agentNumber(service.agent.id))))
    guard agents[service.agent.id]?.slot(contactID) != nil else { return finalize(contactID) }
    let secondsMax =
      configuration.agents[service.agent.id]?.channels[contacts[contactID]?.channel ?? .task]?.afterContactWorkSecondsMax ?? 0
    if secondsMax > 0 { setDeadline(.afterContactWork, after: secondsMax, for: contactID) }
  }

  mutating func afterContactWorkTimedOut(_ contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .afterContactWork, let service = contact.service else { return }
    release(contactID, from: service.agent.id)
  }

  /// The agent has done with a contact that is over, or that it missed or rejected.
  public mutating func clearContact(_ contactID: String, by agentID: String, at now: Moment) throws(CentreProblem) {
    enter(now)
    guard let slot = agents[agentID]?.slot(contactID) else {
      throw CentreProblem(.contactNotFound, "The agent has no contact \(contactID).")
    }
    guard [.ended, .missed, .rejected, .error].contains(slot.state) else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is \(slot.state.rawValue); end it before it can be cleared.")
    }
    release(contactID, from: agentID)
    settle()
  }

  /// Frees an agent's slot, and ends a contact whose after-contact work that was.
  mutating func release(_ contactID: String, from agentID: String) {
    let state = agents[agentID]?.slot(contactID)?.state
    if let number = numbers.contacts.existing(contactID) {
      agenda.append(.routing(.contactReleased(ContactNumber(number), agentNumber(agentID))))
    }
    removeSlot(of: contactID, with: agentID)
    guard state == .ended || state == .error, contacts[contactID]?.service?.agent.id == agentID else { return }
    let now = now
    change(contactID) { $0.times.afterContactWorkEndedAt = now }
    finalize(contactID)
  }

  /// Nothing more can happen to it: its record is made, and it is forgotten once that is deposited.
  private mutating func finalize(_ contactID: String) {
    guard let contact = contacts[contactID], !contact.isOver else { return }
    change(contactID) { $0.phase = .ended }
    tell("COMPLETED", of: contactID)
    guard let contact = contacts[contactID] else { return }
    let record = contactRecord(of: contact)
    if contact.monitoring == nil { effects.append(.fact(.contact(fact(of: contact, isOver: true)))) }
    effects.append(.deposit(contactID: contactID, record: record))
    contacts[contactID] = nil
    changes.contacts.remove(contactID)
    changes.endedContacts.insert(contactID)
    forgetConversation(of: contact)
    retireNumber(of: contact)
  }

  /// A number is free for another contact once no agent's slot stands for the old one.
  private mutating func retireNumber(of contact: Contact) {
    let holders = Set(contact.missedBy.map(\.agentID)).count { agents[$0]?.slot(contact.id) != nil }
    if holders == 0 { numbers.contacts.release(contact.id) } else { lingering[contact.id] = holders }
  }

  mutating func slotRemoved(of contactID: String) {
    guard let holders = lingering[contactID] else { return }
    lingering[contactID] = holders > 1 ? holders - 1 : nil
    if holders == 1 { numbers.contacts.release(contactID) }
  }
}

extension Contact {
  mutating func endHold(at now: Moment) {
    service?.endHold(at: now)
  }
}

extension AgentService {
  mutating func endHold(at now: Moment) {
    guard let since = heldSince else { return }
    let held = now.microseconds - since.microseconds
    heldSince = nil
    holdMicroseconds += held
    longestHoldMicroseconds = max(longestHoldMicroseconds, held)
  }
}
