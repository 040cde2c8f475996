import Vocabulary

/// Where agents who are free stand.
extension RoutingState {
  /// Whether the agent may be offered a contact of the channel now.
  func isFree(_ agent: AgentState, _ channel: ContactChannel) -> Bool {
    guard agent.isRoutable, agent.isOnline, let rules = profiles[Int(agent.rules.profile.value)].rules else { return false }
    var taken = 0
    for slot in agent.slots where slot.state != .paused {
      if slot.channel == channel { taken += 1 } else if !rules.takesOthers(beside: slot.channel) { return false }
    }
    return taken < rules.limit(channel)
  }

  /// Seats the agent where it belongs now, and counts it anew.
  mutating func reseat(_ number: AgentNumber) {
    guard let agent = agent(number) else { return }
    for channel in ContactChannel.allCases {
      let isFree = isFree(agent, channel)
      if agent.seats[channel.index] { stand(up: number, from: channel) }
      if isFree { sit(down: number, on: channel) }
    }
    recount(number)
  }

  private mutating func sit(down number: AgentNumber, on channel: ContactChannel) {
    guard let agent = agent(number) else { return }
    profiles[Int(agent.rules.profile.value)].benches[channel.index][agent.skills, default: IndexedHeap()]
      .insert(number.value, key: IdleKey(since: agent.idleSince, number: number.value))
    agents[Int(number.value)]?.seats[channel.index] = true
  }

  mutating func stand(up number: AgentNumber, from channel: ContactChannel) {
    guard let agent = agent(number) else { return }
    let profile = Int(agent.rules.profile.value)
    profiles[profile].benches[channel.index][agent.skills]?.remove(number.value)
    if profiles[profile].benches[channel.index][agent.skills]?.isEmpty == true {
      profiles[profile].benches[channel.index][agent.skills] = nil
    }
    agents[Int(number.value)]?.seats[channel.index] = false
  }

  private mutating func recount(_ number: AgentNumber) {
    guard let agent = agent(number) else { return }
    let census = census(agent)
    profiles[Int(agent.rules.profile.value)].census.add(agent.counted, -1)
    profiles[Int(agent.rules.profile.value)].census.add(census, 1)
    agents[Int(number.value)]?.counted = census
  }

  private func census(_ agent: AgentState) -> Census {
    var census = Census()
    guard agent.isOnline else { return census }
    census.online = 1
    census.staffed = agent.isRoutable ? 1 : 0
    census.nonProductive = agent.isRoutable ? 0 : 1
    for (index, isSeated) in agent.seats.enumerated() { census.available[index] = isSeated ? 1 : 0 }
    census.availableAtAll = agent.seats.contains(true) ? 1 : 0
    census.onContact = agent.slots.contains { $0.state == .active } ? 1 : 0
    census.afterContactWork = agent.slots.contains { $0.state == .afterContactWork } ? 1 : 0
    census.error = agent.slots.contains { $0.state == .missed } ? 1 : 0
    return census
  }
}
