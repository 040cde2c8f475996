import Vocabulary

/// Offers and slots.
extension RoutingState {
  mutating func offer(_ contact: ContactNumber, _ agent: AgentNumber, _ effects: inout [RoutingEffect]) {
    guard let entry = entry(contact) else { return }
    leaveLane(contact)
    waiting[Int(contact.value)]?.offeredTo = agent
    agents[Int(agent.value)]?.slots.append(AgentState.Slot(contact: contact, channel: entry.demand.channel, state: .offered))
    reseat(agent)
    effects.append(.offer(contact, agent, entry.demand.queue))
    startTimer(
      .offer(contact, agent, generation: entry.generation), after: Self.offerSecondsMax, from: now, &effects)
  }

  mutating func accept(_ contact: ContactNumber, _ agent: AgentNumber) {
    guard entry(contact)?.offeredTo == agent else { return }
    forget(contact)
    change(contact, agent, to: .active)
  }

  /// The agent has refused: its slot stays taken until it is released, and the contact looks for somebody else.
  mutating func decline(_ contact: ContactNumber, _ agent: AgentNumber, _ effects: inout [RoutingEffect]) {
    guard entry(contact)?.offeredTo == agent else { return }
    change(contact, agent, to: .missed)
    waitAgain(contact)
    matchContact(contact, &effects)
  }

  mutating func miss(_ contact: ContactNumber, _ agent: AgentNumber, _ effects: inout [RoutingEffect]) {
    effects.append(.markMissed(contact, agent))
    decline(contact, agent, &effects)
  }

  mutating func assign(_ contact: ContactNumber, _ agent: AgentNumber, _ channel: ContactChannel) {
    guard let state = self.agent(agent) else { return }
    if let index = state.slot(contact) {
      agents[Int(agent.value)]?.slots[index].state = .active
    } else {
      agents[Int(agent.value)]?.slots.append(AgentState.Slot(contact: contact, channel: channel, state: .active))
    }
    reseat(agent)
  }

  mutating func setSlot(
    _ contact: ContactNumber, _ agent: AgentNumber, _ state: AgentState.SlotState, _ effects: inout [RoutingEffect]
  ) {
    guard self.agent(agent)?.slot(contact) != nil else { return }
    change(contact, agent, to: state)
    matchAgent(agent, &effects)
  }

  mutating func release(_ contact: ContactNumber, _ agent: AgentNumber, _ effects: inout [RoutingEffect]) {
    guard let state = self.agent(agent), let index = state.slot(contact) else { return }
    let wasOffered = state.slots[index].state == .offered
    agents[Int(agent.value)]?.idleSince = now.microseconds
    removeSlot(contact, agent)
    if wasOffered, entry(contact)?.offeredTo == agent {
      waitAgain(contact)
      matchContact(contact, &effects)
    }
    matchAgent(agent, &effects)
  }

  mutating func removeSlot(_ contact: ContactNumber, _ agent: AgentNumber) {
    guard let index = self.agent(agent)?.slot(contact) else { return }
    agents[Int(agent.value)]?.slots.remove(at: index)
    reseat(agent)
  }

  private mutating func change(_ contact: ContactNumber, _ agent: AgentNumber, to state: AgentState.SlotState) {
    guard let index = self.agent(agent)?.slot(contact) else { return }
    agents[Int(agent.value)]?.slots[index].state = state
    reseat(agent)
  }
}
