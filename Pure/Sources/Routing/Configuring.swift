import Vocabulary

extension RoutingState {
  mutating func configureQueue(_ queue: QueueNumber, _ rules: QueueRules?, _ effects: inout [RoutingEffect]) {
    guard makeRoom(queue: queue) else { return }
    queues[Int(queue.value)].rules = rules
    let first = Int(queue.value) * ContactChannel.tally
    for desk in first..<first + ContactChannel.tally { desks[desk].isOpen = rules != nil }
    for desk in first..<first + ContactChannel.tally {
      for serving in desks[desk].serving { rematch(Int(serving.profile), &effects) }
    }
    let owner = queues[Int(queue.value)].owner
    if owner != Waiting.nobody { matchAgent(Int(owner), &effects) }
  }

  mutating func configureProfile(_ profile: ProfileNumber, _ rules: ProfileRules?, _ effects: inout [RoutingEffect]) {
    guard makeRoom(profile: profile) else { return }
    let index = Int(profile.value)
    let before = Set(profiles[index].entries.map { Int($0.desk) }).sorted()
    for desk in before { desks[desk].serving.removeAll { $0.profile == profile.value } }
    let known = (rules?.entries ?? []).filter { makeRoom(queue: $0.queue) }.sorted { $0.priority < $1.priority }
    profiles[index].entries = ContiguousArray(known.map(ProfileState.Entry.init))
    concurrency[index] = Concurrency(rules)
    serve(profile)
    for desk in before { desks[desk].readDelays() }
    for agent in profiles[index].agents.sorted() {
      refresh(Int(agent.value))
      settle(Int(agent.value))
    }
    rematch(index, &effects)
  }

  /// Has a profile stand at the desks of its entries, at each with the shortest delay.
  private mutating func serve(_ profile: ProfileNumber) {
    let entries = profiles[Int(profile.value)].entries
    for entry in entries where !desks[Int(entry.desk)].serving.contains(where: { $0.profile == profile.value }) {
      let delaySeconds = entries.filter { $0.desk == entry.desk }.map(\.delaySeconds).min() ?? 0
      desks[Int(entry.desk)].serving.append(Desk.Serving(profile: profile.value, delaySeconds: delaySeconds))
      desks[Int(entry.desk)].readDelays()
    }
  }

  mutating func configureAgent(_ number: AgentNumber, _ rules: AgentRules, _ effects: inout [RoutingEffect]) {
    guard number.value < Self.numbersMax, makeRoom(profile: rules.profile), makeRoom(queue: rules.agentQueue) else { return }
    let agent = Int(number.value)
    while agents.count <= agent { agents.append(AgentState()) }
    let held = hold(rules.proficiencies)
    if agents[agent].isPresent { leaveProfile(agent) }
    agents[agent].isPresent = true
    agents[agent].profile = rules.profile.value
    agents[agent].ownQueue = rules.agentQueue.value
    agents[agent].skills = held
    joinCrew(agent)
    profiles[Int(rules.profile.value)].agents.insert(number)
    queues[Int(rules.agentQueue.value)].owner = number.value
    refresh(agent)
    settle(agent)
    matchAgent(agent, &effects)
  }

  private mutating func hold(_ proficiencies: [AgentRules.Proficiency]) -> Int32 {
    let sorted = ContiguousArray(proficiencies.sorted { ($0.name, $0.value, $0.level) < ($1.name, $1.value, $1.level) })
    let (held, isNew) = skills.hold(sorted)
    guard isNew else { return held }
    if Int(held) == skillSets.count { skillSets.append(sorted) } else { skillSets[Int(held)] = sorted }
    return held
  }

  private mutating func joinCrew(_ agent: Int) {
    let (crew, isNew) = crews.hold(Crew(profile: agents[agent].profile, skills: agents[agent].skills))
    agents[agent].crew = crew
    guard isNew else { return }
    let bench = Bench(skills: agents[agent].skills)
    for place in Int(crew) * ContactChannel.tally..<(Int(crew) + 1) * ContactChannel.tally {
      if place == benches.count { benches.append(bench) } else { benches[place] = bench }
    }
  }

  /// Off its benches, out of its profile's figures, without its skills.
  private mutating func leaveProfile(_ agent: Int) {
    standUp(agent)
    count(agent, as: [])
    profiles[Int(agents[agent].profile)].agents.remove(AgentNumber(agent))
    crews.letGo(agents[agent].crew)
    skills.letGo(agents[agent].skills)
  }

  mutating func removeAgent(_ agent: Int, _ effects: inout [RoutingEffect]) {
    guard isKnown(agent) else { return }
    let (slots, queue) = (agents[agent].slots, Int(agents[agent].ownQueue))
    leaveProfile(agent)
    agents[agent] = AgentState()
    if Int(queues[queue].owner) == agent { queues[queue].owner = Waiting.nobody }
    for place in 0..<slots.count where slots[place].state == .offered {
      let contact = Int(slots[place].contact)
      effects.append(.withdrawOffer(ContactNumber(contact), AgentNumber(agent)))
      waitAgain(contact)
      matchContact(contact, &effects)
    }
  }

  mutating func setStatus(_ agent: Int, _ isRoutable: Bool, _ isOnline: Bool, _ effects: inout [RoutingEffect]) {
    guard isKnown(agent) else { return }
    if isRoutable, !agents[agent].isRoutable { agents[agent].idleSince = now.microseconds }
    agents[agent].isRoutable = isRoutable
    agents[agent].isOnline = isOnline
    refresh(agent)
    matchAgent(agent, &effects)
  }

  /// After a change of rules: whoever is free looks again.
  private mutating func rematch(_ profile: Int, _ effects: inout [RoutingEffect]) {
    for agent in profiles[profile].agents.sorted() { matchAgent(Int(agent.value), &effects) }
  }
}
