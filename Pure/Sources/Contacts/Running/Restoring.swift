import FlowEngine
import Routing
public import Vocabulary

/// After a restart: the stored contacts and agents stand where they stood, and what was asked of the outside is asked again.
extension ContactCentre {
  /// - Precondition: the configuration has been given.
  public mutating func restore(_ stored: [Contact], _ storedAgents: [LiveAgent], at now: Moment) {
    enter(now)
    for agent in storedAgents where configuration.agents[agent.id] != nil { restore(agent) }
    for contact in stored.sorted(by: { ($0.times.initiatedAt, $0.id) < ($1.times.initiatedAt, $1.id) }) { restore(contact) }
    settle()
    for contact in stored { askAgain(contact) }
    settle()
  }

  private mutating func restore(_ agent: LiveAgent) {
    agents[agent.id] = agent
    // Neither an offer nor the mark of one that was missed outlives a restart.
    changeAgent(agent.id) { restored in
      restored.isPresent = false
      restored.slots.removeAll { [.connecting, .incoming, .missed, .rejected, .error].contains($0.state) }
    }
    if agent.isPresent { tellAgent(agent.id, type: "LOGOUT") }
    applyStatus(agent.id)
  }

  private mutating func restore(_ contact: Contact) {
    contacts[contact.id] = contact
    conversations[contact.context.initialContactID, default: []].append(contact.id)
    for deadline in contact.deadlines { deadlines.push(.contact(contact.id, deadline.purpose), at: deadline.at) }
    switch contact.phase {
    case .queued: restoreQueued(contact)
    case .connecting, .connected, .afterContactWork: restoreServed(contact)
    case .scheduled, .inFlow, .ended: break
    }
  }

  /// An offer does not outlive a restart: the contact waits at its old place.
  private mutating func restoreQueued(_ contact: Contact) {
    if contact.offeredTo != nil { change(contact.id) { $0.offeredTo = nil } }
    guard contact.task?.isPaused != true, let queue = contact.queue else { return }
    agenda.append(.routing(.contactEnqueued(number(of: contact.id), demand(of: contact.id, in: queue))))
  }

  private mutating func restoreServed(_ contact: Contact) {
    guard let agentID = contact.service?.agent.id, agents[agentID]?.slot(contact.id) != nil else {
      agenda.append(.routing(.contactDequeued(number(of: contact.id))))
      return
    }
    agenda.append(.routing(.contactAssigned(number(of: contact.id), agentNumber(agentID), contact.channel)))
    if contact.phase == .afterContactWork {
      agenda.append(.routing(.contactFinished(number(of: contact.id), agentNumber(agentID))))
    }
    if contact.task?.isPaused == true { agenda.append(.routing(.contactPaused(number(of: contact.id), agentNumber(agentID)))) }
  }

  /// Calls do not survive the switch; a function is invoked again, since nobody knows whether it was.
  private mutating func askAgain(_ contact: Contact) {
    if contact.channel == .voice, contact.phase != .scheduled, contact.phase != .afterContactWork {
      return disconnect(contact.id, because: "TELECOM_PROBLEM")
    }
    switch contact.awaited {
    case .function(let token, let arn, let payload, let seconds):
      effects.append(
        .invokeFunction(
          contactID: contact.id, token: token,
          FunctionRequest(arn: arn, payload: payload, timeLimitSeconds: seconds, isAsynchronous: false)))
    case .bot(let token, _): agenda.append(.flow(contactID: contact.id, .botAnswered(token: token, .failed("restarted"))))
    case .presentation, .input, .view, .enqueue, .dial, nil: break
    }
  }
}
