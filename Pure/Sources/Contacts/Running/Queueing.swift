import FlowEngine
import Routing
import Vocabulary

extension ContactCentre {
  /// Puts a contact into a queue, or moves it there from another one; the second time it goes on as a contact of its own.
  mutating func enqueue(_ contactID: String, into target: TargetQueue, token: Int) {
    guard let contact = contacts[contactID] else { return }
    if let refusal = refusal(of: target) {
      agenda.append(.flow(contactID: contactID, .enqueueRefused(token: token, refusal)))
      return
    }
    if contact.phase == .queued {
      leaveQueue(contactID)
      moveOn(contactID, to: target, token: token)
    } else {
      stand(contactID, in: target)
      agenda.append(.flow(contactID: contactID, .enqueued(token: token)))
      agenda.append(.routing(.contactEnqueued(number(of: contactID), demand(of: contactID, in: target))))
    }
  }

  /// Why that queue takes nobody now; nil when it does. Routing says the last word when the contact arrives.
  private func refusal(of target: TargetQueue) -> EnqueueRefusal? {
    if target.isAgentQueue { return configuration.agents[target.id] == nil ? .other("there is no such agent") : nil }
    guard let queue = configuration.queues[target.id] else { return .other("there is no such queue") }
    guard queue.isEnabled else { return .other("the queue is disabled") }
    return routing.hasRoom(queueNumber(of: target)) ? nil : .atCapacity
  }

  func figures(of queueID: String, channel: ContactChannel?) -> QueueFigures {
    numbers.queues.existing(queueID).map {
      QueueFigures(routing.figures(of: QueueNumber($0), channel: channel), at: now)
    } ?? QueueFigures()
  }

  private mutating func stand(_ contactID: String, in target: TargetQueue) {
    let now = now
    change(contactID) { contact in
      contact.phase = .queued
      contact.queue = target
      contact.context.targetQueue = target
      contact.times.enqueuedAt = now
      contact.times.dequeuedAt = nil
    }
    tell("QUEUED", of: contactID)
  }

  func demand(of contactID: String, in target: TargetQueue) -> Demand {
    let context = contacts[contactID]?.context
    return Demand(
      queue: queueNumber(of: target), channel: context?.channel ?? .task, priority: context?.queuePriority ?? 5,
      enqueuedAt: contacts[contactID]?.times.enqueuedAt ?? now,
      ageAdjustmentSeconds: context?.queueTimeAdjustmentSeconds ?? 0,
      criteria: context?.routingCriteria.flatMap(criteria))
  }

  func demandChanged(_ contact: Contact) -> RoutingEvent {
    .demandChanged(
      ContactNumber(numbers.contacts.existing(contact.id) ?? .max), priority: contact.context.queuePriority,
      ageAdjustmentSeconds: contact.context.queueTimeAdjustmentSeconds,
      criteria: contact.context.routingCriteria.flatMap(criteria))
  }

  private func criteria(_ json: JSON) -> RoutingCriteria? { CriteriaReader(numbers: numbers).criteria(json) }

  /// Gives the contact to the agent that it is meant for: it waits in that agent's own queue.
  mutating func offerToTargetAgent(_ contactID: String) {
    guard let target = contacts[contactID]?.context.targetQueue, target.isAgentQueue, configuration.agents[target.id] != nil
    else {
      return disconnect(contactID, because: "OTHER")
    }
    stand(contactID, in: target)
    agenda.append(.routing(.contactEnqueued(number(of: contactID), demand(of: contactID, in: target))))
  }

  mutating func number(of contactID: String) -> ContactNumber { ContactNumber(numbers.contacts.number(of: contactID)) }

  func queueNumber(of target: TargetQueue) -> QueueNumber {
    QueueNumber(numbers.queues.existing(target.isAgentQueue ? Self.agentQueueID(target.id) : target.id) ?? .max)
  }

  static func agentQueueID(_ agentID: String) -> String { "agent/\(agentID)" }

  /// Takes the contact out of its queue, an offer included.
  mutating func leaveQueue(_ contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .queued else { return }
    let now = now
    withdrawOffer(of: contactID)
    change(contactID) { $0.times.dequeuedAt = now }
    if let number = numbers.contacts.existing(contactID) { agenda.append(.routing(.contactDequeued(ContactNumber(number)))) }
  }

  mutating func route(_ event: RoutingEvent) {
    var results: [RoutingEffect] = []
    routing.handle(event, at: now, into: &results)
    for result in results { carryOut(result) }
  }

  private mutating func carryOut(_ result: RoutingEffect) {
    switch result {
    case .offer(let contact, let agent, _):
      guard let contactID = numbers.contacts.id(of: contact.value), let agentID = numbers.agents.id(of: agent.value) else {
        return
      }
      offer(contactID, to: agentID)
    case .markMissed(let contact, let agent):
      guard let contactID = numbers.contacts.id(of: contact.value), let agentID = numbers.agents.id(of: agent.value) else {
        return
      }
      offerMissed(contactID, by: agentID)
    case .withdrawOffer(let contact, let agent):
      guard let contactID = numbers.contacts.id(of: contact.value), let agentID = numbers.agents.id(of: agent.value) else {
        return
      }
      offerWithdrawn(contactID, from: agentID)
    case .refuse(let contact, _):
      guard let contactID = numbers.contacts.id(of: contact.value) else { return }
      disconnect(contactID, because: "OTHER")
    case .startTimer(let timer, let at): deadlines.push(.routing(timer), at: at)
    }
  }
}
