import Contacts
import FlowEngine
import Vocabulary

/// What somebody does.
enum Action {
  case timePasses
  case customerArrives
  case customerGivesUp(String)
  case customerSpeaks(String)
  case agentArrives(String)
  case agentLeaves(String)
  case agentChangesStatus(String)
  case agentDecides(String, contact: String)
  case agentFinishes(String, contact: String)
  case agentClears(String, contact: String)
  case telephone(TelephonyEvent, contact: String)
  case supervisorListens

  func perform(_ simulation: inout Simulation) {
    switch self {
    case .timePasses: simulation.centre.timePassed(at: simulation.now)
    case .customerArrives: simulation.customerArrives()
    case .customerGivesUp(let contact): simulation.customerGivesUp(contact)
    case .customerSpeaks(let contact): simulation.customerSpeaks(contact)
    case .agentArrives(let agent): simulation.agentArrives(agent)
    case .agentLeaves(let agent): simulation.agentLeaves(agent)
    case .agentChangesStatus(let agent): simulation.agentChangesStatus(agent)
    case .agentDecides(let agent, let contact): simulation.agentDecides(agent, contact)
    case .agentFinishes(let agent, let contact): simulation.agentFinishes(agent, contact)
    case .agentClears(let agent, let contact): simulation.agentClears(agent, contact)
    case .telephone(let event, let contact): simulation.centre.telephony(event, of: contact, at: simulation.now)
    case .supervisorListens: simulation.supervisorListens()
    }
  }
}

extension Simulation {
  mutating func customerArrives() {
    if figures.contacts < options.contactsMax {
      plan.add(.customerArrives, after: chance.whole(0...4), from: now)
      figures.contacts += 1
      begin()
    }
  }

  private mutating func begin() {
    let flow = "f-\(chance.one(of: scene.queues)?.id ?? "q0")"
    let beginning = ContactCentre.Beginning(flowReference: flow)
    let made: String? =
      switch chance.whole(0...9) {
      case 0...3:
        try? centre.startChat(
          beginning, displayName: "Customer", contentTypes: [], initialMessage: nil, secondsMax: nil, rehydrating: nil, at: now
        ).contactID
      case 4...6:
        try? centre.startTask(
          beginning, templateID: nil, target: nil, scheduledAt: chance.happens(0.2) ? now.adding(seconds: 300) : nil,
          previousContactID: nil, at: now)
      default: try? centre.callArrived(from: "+441632960001", to: "+441632960000", flow: flow, at: now)
      }
    guard let made else { return }
    begun.append(made)
    plan.add(.customerGivesUp(made), after: chance.whole(30...1_800), from: now)
    if chance.happens(0.3) { plan.add(.customerSpeaks(made), after: chance.whole(1...60), from: now) }
  }

  /// The customer leaves, wherever its conversation has got to.
  mutating func customerGivesUp(_ initial: String) {
    let live = centre.contacts.values.filter { $0.context.initialContactID == initial && $0.phase != .afterContactWork }
    guard let contact = live.min(by: { $0.id < $1.id }) else { return }
    figures.abandoned += contact.service == nil ? 1 : 0
    switch contact.channel {
    case .voice: centre.telephony(.customerHungUp, of: contact.id, at: now)
    case .chat:
      guard let customer = contact.chat?.customer else { return }
      try? centre.participantLeft(customer.id, in: initial, at: now)
    case .task, .email: try? centre.stopContact(contact.id, because: "API", at: now)
    }
  }

  mutating func customerSpeaks(_ contactID: String) {
    guard let customer = centre.contacts[contactID]?.chat?.customer else { return }
    let sending = ContactCentre.Sending(contentType: "text/plain", content: "Hello?", clientToken: nil)
    _ = try? centre.sendMessage(sending, from: customer.id, in: contactID, at: now)
    plan.add(.customerSpeaks(contactID), after: chance.whole(5...120), from: now)
  }

  mutating func agentArrives(_ agentID: String) {
    try? centre.deskConnected(agentID, at: now)
    try? centre.setStatus(Scene.available, of: agentID, at: now)
    plan.add(.agentLeaves(agentID), after: chance.whole(300...7_200), from: now)
    for slot in centre.agents[agentID]?.slots ?? [] { resumeWork(slot, of: agentID) }
  }

  /// What an agent finds at its desk when it comes back.
  private mutating func resumeWork(_ slot: AgentSlot, of agentID: String) {
    let action: Action =
      switch slot.state {
      case .connecting, .incoming: .agentDecides(agentID, contact: slot.contactID)
      case .connected, .connectedOnHold, .paused: .agentFinishes(agentID, contact: slot.contactID)
      case .ended, .missed, .rejected, .error: .agentClears(agentID, contact: slot.contactID)
      }
    plan.add(action, after: chance.whole(1...60), from: now)
  }

  mutating func agentLeaves(_ agentID: String) {
    centre.deskLost(agentID, at: now)
    plan.add(.agentArrives(agentID), after: chance.whole(10...900), from: now)
  }

  mutating func agentChangesStatus(_ agentID: String) {
    let status = chance.one(of: [Scene.available, Scene.available, Scene.lunch]) ?? Scene.available
    try? centre.setStatus(status, of: agentID, at: now)
    plan.add(.agentChangesStatus(agentID), after: chance.whole(60...1_800), from: now)
  }

  mutating func agentDecides(_ agentID: String, _ contactID: String) {
    switch chance.whole(0...19) {
    case 0:
      if (try? centre.rejectContact(contactID, by: agentID, at: now)) != nil {
        plan.add(.agentClears(agentID, contact: contactID), after: chance.whole(1...30), from: now)
      }
    case 1: plan.add(.agentClears(agentID, contact: contactID), after: 90, from: now)
    default:
      guard (try? centre.acceptContact(contactID, by: agentID, at: now)) != nil else { return }
      figures.handled += 1
      plan.add(.agentFinishes(agentID, contact: contactID), after: chance.whole(5...600), from: now)
    }
  }

  mutating func agentFinishes(_ agentID: String, _ contactID: String) {
    if chance.happens(0.1) {
      if centre.contacts[contactID]?.channel == .voice { return giveAway(agentID, contactID) }
      if transferAway(agentID, contactID) { return }
    }
    try? centre.completeContact(contactID, by: agentID, at: now)
    plan.add(.agentClears(agentID, contact: contactID), after: chance.whole(1...60), from: now)
  }

  /// By telephone; some hang up as soon as they have asked. Whatever comes of it, the agent ends the call in the end.
  private mutating func giveAway(_ agentID: String, _ contactID: String) {
    let name = chance.one(of: scene.quickConnects.map(\.name) + ["nobody"]) ?? "nobody"
    centre.telephony(.agentReferred(agentID: agentID, to: name), of: contactID, at: now)
    figures.transfers += centre.contacts[contactID]?.nextContactID == nil ? 0 : 1
    if chance.happens(0.2) { plan.add(.telephone(.agentHungUp(agentID: agentID), contact: contactID), after: 1, from: now) }
    plan.add(.agentFinishes(agentID, contact: contactID), after: chance.whole(1...200), from: now)
  }

  private mutating func transferAway(_ agentID: String, _ contactID: String) -> Bool {
    guard let queue = chance.one(of: scene.queues) else { return false }
    let made = try? centre.transferContact(contactID, to: .queue(reference: queue.id), flow: "f-\(queue.id)", at: now)
    guard let made else { return false }
    begun.append(made)
    figures.transfers += 1
    plan.add(.agentClears(agentID, contact: contactID), after: chance.whole(1...60), from: now)
    return true
  }

  mutating func agentClears(_ agentID: String, _ contactID: String) {
    guard let state = centre.agents[agentID]?.slot(contactID)?.state else { return }
    figures.missed += state == .missed ? 1 : 0
    try? centre.clearContact(contactID, by: agentID, at: now)
    // A contact that is with the agent all the same is worked on.
    if centre.agents[agentID]?.slot(contactID) != nil {
      plan.add(.agentClears(agentID, contact: contactID), after: 60, from: now)
    }
  }

  // MARK: What the world makes of effects

  mutating func react(to effect: CentreEffect) {
    switch effect {
    case .agentChanged(let agentID): meetOffers(agentID)
    case .telephony(let contactID, let command): react(to: command, contactID)
    default: break
    }
  }

  private mutating func meetOffers(_ agentID: String) {
    for slot in centre.agents[agentID]?.slots ?? [] where slot.state == .connecting {
      guard seenOffers.insert("\(agentID)/\(slot.contactID)/\(slot.since.microseconds)").inserted else { continue }
      plan.add(.agentDecides(agentID, contact: slot.contactID), after: chance.whole(1...25), from: now)
    }
    for slot in centre.agents[agentID]?.slots ?? [] where slot.state == .ended || slot.state == .missed {
      guard seenOffers.insert("\(agentID)/\(slot.contactID)/\(slot.state.rawValue)").inserted else { continue }
      plan.add(.agentClears(agentID, contact: slot.contactID), after: chance.whole(5...120), from: now)
    }
  }

  /// A telephone that mostly works.
  private mutating func react(to command: TelephonyCommand, _ contactID: String) {
    switch command {
    case .play(let token, _, _, false, _): plan.add(.telephone(.played(token: token), contact: contactID), after: 3, from: now)
    case .collect(let token, _, _):
      let event: TelephonyEvent = chance.happens(0.8) ? .digitsCollected(token: token, digits: "1") : .inputTimedOut(token: token)
      plan.add(.telephone(event, contact: contactID), after: 5, from: now)
    case .dialCustomer(let token, _, _, _):
      let event: TelephonyEvent = chance.happens(0.7) ? .dialAnswered(token: token) : .dialFailed(token: token)
      plan.add(.telephone(event, contact: contactID), after: 8, from: now)
    case .dialThirdParty(let token, _):
      let events: [TelephonyEvent] = [.dialAnswered(token: token), .dialFailed(token: token), .dialTimedOut(token: token)]
      if let event = chance.one(of: events) { plan.add(.telephone(event, contact: contactID), after: 8, from: now) }
    default: break
    }
  }
}
