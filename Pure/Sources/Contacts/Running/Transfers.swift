import FlowEngine
import FlowLanguage
import Routing
public import Vocabulary

/// A contact that goes to somebody else goes on as a new contact; both know of each other.
extension ContactCentre {
  /// Where an agent or the API sends a contact.
  public enum TransferTarget: Sendable, Hashable {
    case queue(reference: String)
    case agent(reference: String)
  }

  /// Connect's TransferContact: the contact begins anew in that flow, meant for that queue or agent.
  /// - Returns: the id of the new contact.
  public mutating func transferContact(_ contactID: String, to target: TransferTarget?, flow reference: String, at now: Moment)
    throws(CentreProblem) -> String
  {
    enter(now)
    let contact = try live(contactID)
    guard contact.channel != .voice else { throw CentreProblem(.wrongChannel, "Calls are transferred by their agent.") }
    guard contact.phase == .connected || contact.phase == .queued || contact.phase == .connecting else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is neither in a queue nor with an agent.")
    }
    let flow = try contactFlow(reference)
    let queue = try target.map { (target) throws(CentreProblem) in try resolved(target) }
    leaveQueue(contactID)
    let successor = moveOn(
      contactID, method: "TRANSFER", to: queue, because: contact.service == nil ? "TRANSFERRED" : "AGENT_DISCONNECT")
    begin(successor, with: flow)
    settle()
    return successor
  }

  /// An agent transfers by a quick connect. A chat or task goes at once; of a call the agent stays part until it leaves.
  public mutating func transferContact(
    _ contactID: String, by agentID: String, quickConnect reference: String, at now: Moment
  ) throws(CentreProblem) -> String? {
    enter(now)
    let contact = try spoken(contactID, by: agentID)
    guard let quickConnect = configuration.quickConnects[CentreSurroundings.id(reference)] else {
      throw CentreProblem(.quickConnectNotFound, "There is no quick connect \(reference) in this instance.")
    }
    defer { settle() }
    switch quickConnect.destination {
    case .queue(let queueID, let flowID): return try transfer(contact, to: .queue(reference: queueID), flow: flowID)
    case .agent(let agentID, let flowID): return try transfer(contact, to: .agent(reference: agentID), flow: flowID)
    case .flow(let flowID):
      let flow = try contactFlow(flowID)
      let successor = moveOn(contact.id, method: "TRANSFER", to: nil, because: "AGENT_DISCONNECT")
      begin(successor, with: flow)
      return successor
    case .number(let number):
      guard contact.channel == .voice else { throw CentreProblem(.wrongChannel, "Only a call can be transferred to a number.") }
      dialBy(agentID, number, for: contact)
      return nil
    }
  }

  private mutating func transfer(_ contact: Contact, to target: TransferTarget, flow reference: String) throws(CentreProblem)
    -> String
  {
    let flow = try contactFlow(reference)
    let queue = try resolved(target)
    guard contact.channel == .voice else {
      let successor = moveOn(contact.id, method: "TRANSFER", to: queue, because: "AGENT_DISCONNECT")
      begin(successor, with: flow)
      return successor
    }
    let successor = succeed(contact, method: "TRANSFER", to: queue)
    holdParty(.customer, of: contact.id)
    effects.append(.telephony(contactID: successor, .consult(with: contact.id)))
    begin(successor, with: flow)
    return successor
  }

  func resolved(_ target: TransferTarget) throws(CentreProblem) -> TargetQueue {
    switch target {
    case .queue(let reference):
      guard let queue = surroundings.queue(reference) else {
        throw CentreProblem(.queueNotFound, "There is no queue \(reference).")
      }
      return queue
    case .agent(let reference):
      guard let queue = surroundings.agentQueue(reference) else {
        throw CentreProblem(.agentNotFound, "There is no user \(reference).")
      }
      return queue
    }
  }

  /// From one queue into another by a flow: a new contact, that stands there at once.
  mutating func moveOn(_ contactID: String, to target: TargetQueue, token: Int) {
    let successor = moveOn(contactID, method: "QUEUE_TRANSFER", to: target, because: "CONTACT_FLOW_DISCONNECT")
    enqueueSuccessor(successor, into: target)
  }

  private mutating func enqueueSuccessor(_ contactID: String, into target: TargetQueue) {
    let now = now
    change(contactID) { contact in
      contact.phase = .queued
      contact.queue = target
      contact.times.enqueuedAt = now
    }
    tell("QUEUED", of: contactID)
    if let contact = contacts[contactID], let flow = flow(hook: "CustomerQueue", default: .customerQueue, for: contact) {
      startFlow(flow, as: .customerQueue, for: contactID)
    }
    agenda.append(.routing(.contactEnqueued(number(of: contactID), demand(of: contactID, in: target))))
  }

  /// The successor takes the customer over, and this contact ends.
  @discardableResult
  mutating func moveOn(_ contactID: String, method: String, to queue: TargetQueue?, because reason: String) -> String {
    guard let contact = contacts[contactID] else { return contactID }
    let successor = succeed(contact, method: method, to: queue)
    change(contactID) { $0.transfer?.completedAt = $0.times.lastUpdatedAt }
    if contact.channel == .voice { effects.append(.telephony(contactID: contactID, .rename(to: successor))) }
    if let agent = contact.service?.participantID.flatMap({ contact.chat?.participant($0) }) { leave(agent, in: contactID) }
    disconnect(contactID, because: reason, isHandedOn: true)
    return successor
  }

  /// A new contact of the same conversation, with what is known of the customer.
  private mutating func succeed(_ contact: Contact, method: String, to queue: TargetQueue?) -> String {
    var context = contact.context
    context.contactID = entropy.uuid(at: now)
    context.previousContactID = contact.id
    context.initiationMethod = method
    context.targetQueue = queue ?? contact.context.targetQueue
    context.agent = nil
    context.flowAttributes = JSON.Object()
    context.routingCriteria = nil
    var successor = Contact(context: context, at: now)
    successor.relatedContactID = contact.relatedContactID
    successor.task = contact.task
    successor.call = contact.call
    successor.chat = contact.chat.map { chat in
      var next = chat
      next.participants.removeAll { $0.role == .agent || $0.hasLeft }
      next.runningTimers = []
      return next
    }
    successor.deadlines = contact.deadlines.filter { [.expiry, .recordingResumption].contains($0.purpose) }
    let target: Transfer.Target = queue.map { $0.isAgentQueue ? .agent($0.id) : .queue($0.id) } ?? .queue("")
    change(contact.id) { old in
      old.nextContactID = successor.id
      old.transfer = Transfer(target: target, completedAt: nil)
    }
    insert(successor)
    for deadline in successor.deadlines { deadlines.push(.contact(successor.id, deadline.purpose), at: deadline.at) }
    return successor.id
  }

  /// The other side has accepted.
  mutating func completeTransfer(into contactID: String) {
    guard let previous = contacts[contactID]?.context.previousContactID, contacts[previous]?.transfer != nil else { return }
    let now = now
    change(previous) { $0.transfer?.completedAt = now }
    if let chat = contacts[contactID]?.chat, let agent = chat.participants.last {
      append(.transferSucceeded, Self.event("transfer.succeeded"), nil, from: agent, in: contactID)
    }
  }

  /// - Throws: unless this agent is talking with this contact.
  func served(_ contactID: String, by agentID: String) throws(CentreProblem) -> Contact {
    let contact = try live(contactID)
    guard contact.service?.agent.id == agentID, contact.phase == .connected || contact.phase == .connecting else {
      throw CentreProblem(.wrongState, "The contact \(contactID) is not with this agent.")
    }
    return contact
  }
}
