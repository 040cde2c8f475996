import Vocabulary

/// Offers and slots. After a change of slots the agent is refreshed, and before anybody looks at benches it is settled.
extension RoutingState {
  mutating func offer(_ contact: Int, _ agent: Int, _ effects: inout [RoutingEffect]) {
    leaveLane(contact)
    waiting[contact].offeredTo = UInt32(agent)
    agents[agent].slots.append(Slot(contact: UInt32(contact), channel: waiting[contact].channel, state: .offered))
    refresh(agent)
    effects.append(.offer(ContactNumber(contact), AgentNumber(agent), QueueNumber(waiting[contact].queue)))
    startTimer(.offer, contact, UInt32(agent), after: Self.offerSecondsMax, from: now, &effects)
  }

  mutating func accept(_ contact: Int, _ agent: Int) {
    guard isOffered(contact, to: agent) else { return }
    forget(contact)
    change(contact, agent, to: .active)
    settle(agent)
  }

  /// The agent has refused: its slot stays taken until it is released, and the contact looks for somebody else.
  mutating func decline(_ contact: Int, _ agent: Int, _ effects: inout [RoutingEffect]) {
    guard isOffered(contact, to: agent) else { return }
    change(contact, agent, to: .missed)
    settle(agent)
    waitAgain(contact)
    matchContact(contact, &effects)
  }

  mutating func miss(_ contact: Int, _ agent: Int, _ effects: inout [RoutingEffect]) {
    effects.append(.markMissed(ContactNumber(contact), AgentNumber(agent)))
    decline(contact, agent, &effects)
  }

  mutating func assign(_ contact: Int, _ agent: Int, _ channel: ContactChannel) {
    guard isKnown(agent) else { return }
    if let place = agents[agent].slots.place(of: contact) {
      agents[agent].slots[place].state = .active
    } else {
      agents[agent].slots.append(
        Slot(contact: UInt32(truncatingIfNeeded: contact), channel: UInt8(channel.index), state: .active))
    }
    refresh(agent)
    settle(agent)
  }

  mutating func setSlot(_ contact: Int, _ agent: Int, _ state: Slot.State, _ effects: inout [RoutingEffect]) {
    guard isKnown(agent), agents[agent].slots.place(of: contact) != nil else { return }
    change(contact, agent, to: state)
    matchAgent(agent, &effects)
  }

  mutating func release(_ contact: Int, _ agent: Int, _ effects: inout [RoutingEffect]) {
    guard isKnown(agent), let place = agents[agent].slots.place(of: contact) else { return }
    let wasOffered = agents[agent].slots[place].state == .offered
    agents[agent].idleSince = now.microseconds
    agents[agent].slots.remove(at: place)
    refresh(agent)
    if wasOffered, isOffered(contact, to: agent) {
      settle(agent)
      waitAgain(contact)
      matchContact(contact, &effects)
    }
    matchAgent(agent, &effects)
  }

  mutating func removeSlot(_ contact: Int, _ agent: Int) {
    guard isKnown(agent), let place = agents[agent].slots.place(of: contact) else { return }
    agents[agent].slots.remove(at: place)
    refresh(agent)
  }

  private mutating func change(_ contact: Int, _ agent: Int, to state: Slot.State) {
    guard isKnown(agent), let place = agents[agent].slots.place(of: contact) else { return }
    agents[agent].slots[place].state = state
    refresh(agent)
  }
}

extension ContactNumber {
  init(_ number: Int) { self.init(UInt32(truncatingIfNeeded: number)) }
}

extension AgentNumber {
  init(_ number: Int) { self.init(UInt32(truncatingIfNeeded: number)) }
}
