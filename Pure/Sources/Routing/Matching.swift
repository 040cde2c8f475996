import Vocabulary

/// Contacts and agents find each other.
extension RoutingState {
  /// A contact that waits looks for the agent who has been idle longest of those who may take it.
  mutating func matchContact(_ contact: ContactNumber, _ effects: inout [RoutingEffect]) {
    guard let entry = entry(contact), entry.offeredTo == nil, isOpen(entry.demand.queue) else { return }
    if let owner = queues[Int(entry.demand.queue.value)].owner {
      if let agent = agent(owner), isFree(agent, entry.demand.channel), agent.slot(contact) == nil {
        offer(contact, owner, &effects)
      }
      return
    }
    if let agent = longestIdle(for: contact, entry) { offer(contact, agent, &effects) }
  }

  /// A disabled queue takes nobody more, and still hands out those who wait (Connect's behaviour); one that is gone does not.
  private func isOpen(_ queue: QueueNumber) -> Bool { queues[Int(queue.value)].rules != nil }

  private func longestIdle(for contact: ContactNumber, _ entry: Waiting) -> AgentNumber? {
    var best: IdleKey?
    for profile in queues[Int(entry.demand.queue.value)].profiles[entry.demand.channel.index] {
      guard let delay = delay(of: entry.demand, in: profile), entry.demand.enqueuedAt.adding(seconds: Int64(delay)) <= now else {
        continue
      }
      for (skills, bench) in profiles[Int(profile.value)].benches[entry.demand.channel.index] {
        guard let found = candidate(on: bench, skills, contact, entry) else { continue }
        if best.map({ found < $0 }) ?? true { best = found }
      }
    }
    return best.map { AgentNumber($0.number) }
  }

  private func candidate(
    on bench: IndexedHeap<IdleKey>, _ skills: Int, _ contact: ContactNumber, _ entry: Waiting
  ) -> IdleKey? {
    let expression = entry.expression
    if let expression, !expression.namesAgents, let number = bench.first?.member, !isMet(expression, AgentNumber(number), skills)
    {
      return nil
    }
    return bench.first(lookingAt: Self.lookedAtMax) { number in
      guard agents[Int(number)]?.slot(contact) == nil else { return false }
      return expression.map { isMet($0, AgentNumber(number), skills) } ?? true
    }?.key
  }

  private func isMet(_ expression: RoutingCriteria.Expression, _ agent: AgentNumber, _ skills: Int) -> Bool {
    expression.isMet(by: agent, self.skills[skills] ?? [])
  }

  /// An agent who is free looks for the contact that comes first: its own queue's, then by the priority of its profile's entries,
  /// within that by the contacts' own order. Again, until it has no room or nothing waits.
  mutating func matchAgent(_ number: AgentNumber, _ effects: inout [RoutingEffect]) {
    while let agent = agent(number), agent.seats.contains(true), let contact = firstContact(for: number, agent) {
      offer(contact, number, &effects)
    }
  }

  private func firstContact(for number: AgentNumber, _ agent: AgentState) -> ContactNumber? {
    if let own = firstInOwnQueue(number, agent) { return own }
    for rank in profiles[Int(agent.rules.profile.value)].ranks {
      var best: WaitingKey?
      for entry in rank where agent.seats[entry.channel.index] && isOpen(entry.queue) {
        guard let head = head(of: entry.queue, entry.channel, delaySeconds: entry.delaySeconds, for: number, agent) else {
          continue
        }
        if best.map({ head < $0 }) ?? true { best = head }
      }
      if let best { return ContactNumber(best.number) }
    }
    return nil
  }

  private func firstInOwnQueue(_ number: AgentNumber, _ agent: AgentState) -> ContactNumber? {
    var best: WaitingKey?
    for channel in ContactChannel.allCases where agent.seats[channel.index] {
      guard let head = head(of: agent.rules.agentQueue, channel, delaySeconds: 0, for: number, agent) else { continue }
      if best.map({ head < $0 }) ?? true { best = head }
    }
    return best.map { ContactNumber($0.number) }
  }

  /// The first contact of a queue and channel that this agent may take.
  private func head(
    of queue: QueueNumber, _ channel: ContactChannel, delaySeconds: Int, for number: AgentNumber, _ agent: AgentState
  ) -> WaitingKey? {
    var best: WaitingKey?
    for (requirement, lane) in queues[Int(queue.value)].lanes[channel.index] {
      if let requirement, let expression = requirements[requirement], !isMet(expression, number, agent.skills) { continue }
      let found = lane.first(lookingAt: Self.lookedAtMax) { contact in
        agent.slot(ContactNumber(contact)) == nil && hasWaited(ContactNumber(contact), delaySeconds)
      }
      guard let found else { continue }
      if best.map({ found.key < $0 }) ?? true { best = found.key }
    }
    return best
  }

  private func hasWaited(_ contact: ContactNumber, _ seconds: Int) -> Bool {
    seconds == 0 || (entry(contact)?.demand.enqueuedAt.adding(seconds: Int64(seconds)) ?? now) <= now
  }
}
