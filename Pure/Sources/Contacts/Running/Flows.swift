import FlowEngine
import FlowLanguage
import Routing
import Vocabulary

extension ContactCentre {
  /// Makes a flow the one that decides for the contact; what ran before is gone.
  mutating func startFlow(_ flow: RunnableFlow, as role: FlowRole, for contactID: String) {
    change(contactID) { contact in
      contact.execution = FlowExecution(of: flow)
      contact.flowRole = role
      contact.awaited = nil
      contact.deadlines.removeAll { if case .flow = $0.purpose { true } else { false } }
      if contact.firstFlowReference == nil { contact.firstFlowReference = flow.id }
    }
    agenda.append(.flow(contactID: contactID, .started))
  }

  /// Ends what decides for the contact, if anything does: something else has happened.
  mutating func interruptFlow(of contactID: String) {
    guard let contact = contacts[contactID], contact.execution != nil else { return }
    if contact.channel == .voice { stopPlaying(contact) }
    change(contactID) { contact in
      contact.execution = nil
      contact.awaited = nil
      contact.deadlines.removeAll { if case .flow = $0.purpose { true } else { false } }
    }
  }

  private mutating func stopPlaying(_ contact: Contact) {
    let isAgents = contact.flowRole == .agentWhisper || contact.flowRole == .agentHold
    effects.append(.telephony(contactID: contact.id, .stopPlaying(to: isAgents ? .agent : .customer)))
  }

  mutating func runFlow(of contactID: String, _ event: FlowEvent) {
    guard let index = contacts.index(forKey: contactID), contacts.values[index].execution != nil else { return }
    var requests: [FlowEffect] = []
    let surroundings = surroundings
    contacts.values[index].run(event, in: surroundings, at: now, entropy: &entropy, into: &requests)
    changes.contacts.insert(contactID)
    for request in requests { carryOut(request, for: contactID) }
  }

  /// The flow for a moment in a contact's life: the one that a hook names, or the instance's default of that type.
  func flow(hook: String, default type: FlowType, for contact: Contact) -> RunnableFlow? {
    let reference = contact.context.eventHooks[hook]
    if reference == "" { return nil }
    if let flow = reference.flatMap({ surroundings.flow($0) }) { return flow }
    return configuration.defaultFlow(type)
  }

  /// What follows when a flow is over.
  mutating func flowFinished(_ ending: FlowEnding, of contactID: String) {
    guard let contact = contacts[contactID] else { return }
    let role = contact.flowRole
    change(contactID) {
      $0.execution = nil
      $0.awaited = nil
    }
    guard ending != .disconnected, ending != .interrupted else { return }
    switch role {
    case .inbound where ending == .enqueued, .customerQueue where ending == .enqueued: startQueueFlow(for: contactID)
    case .inbound where ending == .transferredToAgent: break
    case .inbound, .customerRemaining: disconnect(contactID, because: "CONTACT_FLOW_DISCONNECT")
    case .agentWhisper: whisperToCustomer(contactID)
    case .customerWhisper, .outboundWhisper: connectionMade(contactID)
    case .customerQueue, .customerHold, .agentHold, .pause, .resume: break
    }
  }

  private mutating func startQueueFlow(for contactID: String) {
    guard let contact = contacts[contactID], contact.phase == .queued,
      let flow = flow(hook: "CustomerQueue", default: .customerQueue, for: contact)
    else { return }
    startFlow(flow, as: .customerQueue, for: contactID)
  }
}

extension Contact {
  fileprivate mutating func run(
    _ event: FlowEvent, in surroundings: CentreSurroundings, at now: Moment, entropy: inout any Entropy & Sendable,
    into effects: inout [FlowEffect]
  ) {
    execution?.handle(event, context: &context, in: surroundings, at: now, entropy: &entropy, into: &effects)
    times.lastUpdatedAt = now
  }
}
