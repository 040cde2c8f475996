import Vocabulary

/// Contacts that come, wait, change and go.
extension RoutingState {
  mutating func enqueue(_ contact: ContactNumber, _ demand: Demand, _ effects: inout [RoutingEffect]) {
    guard contact.value < Self.numbersMax else { return }
    if let refusal = refusal(demand.queue) {
      effects.append(.refuse(contact, refusal))
      return
    }
    if entry(contact) != nil { dequeue(contact, &effects) }
    while waiting.count <= Int(contact.value) { waiting.append(nil) }
    lastGeneration += 1
    waiting[Int(contact.value)] = Waiting(demand: demand, generation: lastGeneration)
    queues[Int(demand.queue.value)].ages[demand.channel.index]
      .insert(contact.value, key: IdleKey(since: demand.enqueuedAt.microseconds, number: contact.value))
    stand(inLane: contact)
    startClocks(contact, &effects)
    matchContact(contact, &effects)
  }

  private func refusal(_ queue: QueueNumber) -> Refusal? {
    guard Int(queue.value) < queues.count, let rules = queues[Int(queue.value)].rules else { return .queueUnknown }
    guard rules.isEnabled else { return .queueDisabled }
    guard let contactsMax = rules.contactsMax else { return nil }
    return queues[Int(queue.value)].waitingCount >= contactsMax ? .queueAtCapacity : nil
  }

  private mutating func startClocks(_ contact: ContactNumber, _ effects: inout [RoutingEffect]) {
    guard let entry = entry(contact) else { return }
    startStepClock(contact, entry, &effects)
    let serving = queues[Int(entry.demand.queue.value)].profiles[entry.demand.channel.index]
    let delays = Set(serving.compactMap { delay(of: entry.demand, in: $0) }).filter { $0 > 0 }
    for delay in delays.sorted() where entry.demand.enqueuedAt.adding(seconds: Int64(delay)) > now {
      startTimer(.delay(contact, generation: entry.generation), after: Int64(delay), from: entry.demand.enqueuedAt, &effects)
    }
  }

  private mutating func startStepClock(_ contact: ContactNumber, _ entry: Waiting, _ effects: inout [RoutingEffect]) {
    guard let steps = entry.demand.criteria?.steps, entry.step < steps.count, let seconds = steps[entry.step].expirySeconds else {
      return
    }
    startTimer(
      .step(contact, generation: entry.generation, step: entry.step), after: Int64(seconds), from: now, &effects)
  }

  /// How long a contact must have waited before that profile may take it; nil when the profile does not serve it.
  func delay(of demand: Demand, in profile: ProfileNumber) -> Int? {
    profiles[Int(profile.value)].rules?.entries
      .filter { $0.queue == demand.queue && $0.channel == demand.channel }.map(\.delaySeconds).min()
  }

  /// Puts a contact that is not offered where it is found.
  mutating func stand(inLane contact: ContactNumber) {
    guard let entry = entry(contact) else { return }
    let requirement = entry.expression.map { requirements.hold($0) }
    waiting[Int(contact.value)]?.requirement = requirement
    let (priority, since) = entry.key
    queues[Int(entry.demand.queue.value)].lanes[entry.demand.channel.index][requirement, default: IndexedHeap()]
      .insert(contact.value, key: WaitingKey(priority: priority, since: since, number: contact.value))
  }

  mutating func leaveLane(_ contact: ContactNumber) {
    guard let entry = entry(contact) else { return }
    let (queue, channel) = (Int(entry.demand.queue.value), entry.demand.channel.index)
    queues[queue].lanes[channel][entry.requirement]?.remove(contact.value)
    if queues[queue].lanes[channel][entry.requirement]?.isEmpty == true { queues[queue].lanes[channel][entry.requirement] = nil }
    if let requirement = entry.requirement { requirements.letGo(requirement) }
    waiting[Int(contact.value)]?.requirement = nil
  }

  mutating func dequeue(_ contact: ContactNumber, _ effects: inout [RoutingEffect]) {
    guard let entry = entry(contact) else { return }
    if let agent = entry.offeredTo {
      removeSlot(contact, agent)
      forget(contact)
      matchAgent(agent, &effects)
    } else {
      leaveLane(contact)
      forget(contact)
    }
  }

  /// It waits no more.
  mutating func forget(_ contact: ContactNumber) {
    guard let entry = entry(contact) else { return }
    queues[Int(entry.demand.queue.value)].ages[entry.demand.channel.index].remove(contact.value)
    waiting[Int(contact.value)] = nil
  }

  mutating func changeDemand(
    _ contact: ContactNumber, _ priority: Int?, _ adjustment: Int?, _ criteria: RoutingCriteria?,
    _ effects: inout [RoutingEffect]
  ) {
    guard let entry = entry(contact) else { return }
    let isFree = entry.offeredTo == nil
    if isFree { leaveLane(contact) }
    if let priority { waiting[Int(contact.value)]?.demand.priority = priority }
    if let adjustment { waiting[Int(contact.value)]?.demand.ageAdjustmentSeconds = adjustment }
    let hasNewCriteria = criteria != nil && criteria != entry.demand.criteria
    if hasNewCriteria {
      waiting[Int(contact.value)]?.demand.criteria = criteria
      waiting[Int(contact.value)]?.step = 0
    }
    guard isFree else { return }
    stand(inLane: contact)
    if hasNewCriteria, let changed = self.entry(contact) { startStepClock(contact, changed, &effects) }
    matchContact(contact, &effects)
  }

  mutating func nextStep(_ contact: ContactNumber, _ effects: inout [RoutingEffect]) {
    guard let entry = entry(contact) else { return }
    if entry.offeredTo == nil { leaveLane(contact) }
    waiting[Int(contact.value)]?.step += 1
    if let changed = self.entry(contact) { startStepClock(contact, changed, &effects) }
    guard entry.offeredTo == nil else { return }
    stand(inLane: contact)
    matchContact(contact, &effects)
  }

  /// Back to its place by its age, after an offer that came to nothing.
  mutating func waitAgain(_ contact: ContactNumber) {
    guard entry(contact) != nil else { return }
    waiting[Int(contact.value)]?.offeredTo = nil
    stand(inLane: contact)
  }
}
