import Vocabulary

extension RoutingState {
  mutating func configureQueue(_ queue: QueueNumber, _ rules: QueueRules?, _ effects: inout [RoutingEffect]) {
    guard makeRoom(queue: queue) else { return }
    queues[Int(queue.value)].rules = rules
    for channel in ContactChannel.allCases {
      for profile in queues[Int(queue.value)].profiles[channel.index] { rematch(profile, &effects) }
    }
    if let owner = queues[Int(queue.value)].owner { matchAgent(owner, &effects) }
  }

  mutating func configureProfile(_ profile: ProfileNumber, _ rules: ProfileRules?, _ effects: inout [RoutingEffect]) {
    guard profile.value < Self.numbersMax else { return }
    while profiles.count <= Int(profile.value) { profiles.append(ProfileState()) }
    let index = Int(profile.value)
    for entry in profiles[index].rules?.entries ?? [] {
      queues[Int(entry.queue.value)].profiles[entry.channel.index].removeAll { $0 == profile }
    }
    var known = rules
    known?.entries.removeAll { !makeRoom(queue: $0.queue) }
    profiles[index].configure(known)
    for entry in known?.entries ?? [] where !queues[Int(entry.queue.value)].profiles[entry.channel.index].contains(profile) {
      queues[Int(entry.queue.value)].profiles[entry.channel.index].append(profile)
    }
    for agent in profiles[index].agents.sorted() { reseat(agent) }
    rematch(profile, &effects)
  }

  mutating func configureAgent(_ number: AgentNumber, _ rules: AgentRules, _ effects: inout [RoutingEffect]) {
    guard number.value < Self.numbersMax, rules.profile.value < Self.numbersMax, makeRoom(queue: rules.agentQueue) else { return }
    while agents.count <= Int(number.value) { agents.append(nil) }
    while profiles.count <= Int(rules.profile.value) { profiles.append(ProfileState()) }
    let proficiencies = rules.proficiencies.sorted { ($0.name, $0.value, $0.level) < ($1.name, $1.value, $1.level) }
    let held = skills.hold(proficiencies)
    if agent(number) != nil {
      leaveProfile(number)
      agents[Int(number.value)]?.rules = rules
      agents[Int(number.value)]?.skills = held
    } else {
      agents[Int(number.value)] = AgentState(rules: rules, skills: held)
    }
    profiles[Int(rules.profile.value)].agents.insert(number)
    queues[Int(rules.agentQueue.value)].owner = number
    reseat(number)
    matchAgent(number, &effects)
  }

  /// Off its benches, out of its profile's figures, without its skills.
  private mutating func leaveProfile(_ number: AgentNumber) {
    guard let agent = agent(number) else { return }
    let profile = Int(agent.rules.profile.value)
    for channel in ContactChannel.allCases where agent.seats[channel.index] { stand(up: number, from: channel) }
    profiles[profile].census.add(agent.counted, -1)
    agents[Int(number.value)]?.counted = Census()
    profiles[profile].agents.remove(number)
    skills.letGo(agent.skills)
  }

  mutating func removeAgent(_ number: AgentNumber, _ effects: inout [RoutingEffect]) {
    guard let agent = agent(number) else { return }
    let offered = agent.slots.filter { $0.state == .offered }.map(\.contact)
    leaveProfile(number)
    agents[Int(number.value)] = nil
    if queues[Int(agent.rules.agentQueue.value)].owner == number { queues[Int(agent.rules.agentQueue.value)].owner = nil }
    for contact in offered {
      effects.append(.withdrawOffer(contact, number))
      waitAgain(contact)
      matchContact(contact, &effects)
    }
  }

  mutating func setStatus(_ number: AgentNumber, _ isRoutable: Bool, _ isOnline: Bool, _ effects: inout [RoutingEffect]) {
    guard let agent = agent(number) else { return }
    if isRoutable, !agent.isRoutable { agents[Int(number.value)]?.idleSince = now.microseconds }
    agents[Int(number.value)]?.isRoutable = isRoutable
    agents[Int(number.value)]?.isOnline = isOnline
    reseat(number)
    matchAgent(number, &effects)
  }

  /// After a change of rules: whoever is free looks again.
  private mutating func rematch(_ profile: ProfileNumber, _ effects: inout [RoutingEffect]) {
    for agent in profiles[Int(profile.value)].agents.sorted() { matchAgent(agent, &effects) }
  }
}
