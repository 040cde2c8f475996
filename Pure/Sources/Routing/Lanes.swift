import Vocabulary

/// Contacts that come, wait, change and go.
extension RoutingState {
  mutating func enqueue(_ contact: Int, _ demand: Demand, _ effects: inout [RoutingEffect]) {
    guard contact < Self.numbersMax else { return }
    if let refusal = refusal(demand.queue) {
      effects.append(.refuse(ContactNumber(contact), refusal))
      return
    }
    if isWaiting(contact) { dequeue(contact, &effects) }
    while waiting.count <= contact { waiting.append(.absent) }
    waiting[contact] = Waiting(
      timersBefore: lastTimer, queue: demand.queue.value, enqueuedAt: demand.enqueuedAt.microseconds, priority: demand.priority,
      ageAdjustmentSeconds: demand.ageAdjustmentSeconds, plan: demand.criteria.map { plans.hold($0) } ?? -1,
      channel: UInt8(demand.channel.index))
    joinAges(contact)
    stand(inLane: contact)
    startClocks(contact, &effects)
    matchContact(contact, &effects)
  }

  private func refusal(_ queue: QueueNumber) -> Refusal? {
    guard Int(queue.value) < queues.count, let rules = queues[Int(queue.value)].rules else { return .queueUnknown }
    guard rules.isEnabled else { return .queueDisabled }
    guard let contactsMax = rules.contactsMax else { return nil }
    return waitingCount(queue) >= contactsMax ? .queueAtCapacity : nil
  }

  func waitingCount(_ queue: QueueNumber) -> Int {
    let first = Int(queue.value) * ContactChannel.tally
    return (first..<first + ContactChannel.tally).reduce(0) { $0 + desks[$1].ages.count }
  }

  private mutating func startClocks(_ contact: Int, _ effects: inout [RoutingEffect]) {
    startStepClock(contact, &effects)
    let (desk, enqueuedAt) = (waiting[contact].desk, Moment(microseconds: waiting[contact].enqueuedAt))
    for place in desks[desk].delays.indices {
      let delay = Int64(desks[desk].delays[place])
      guard enqueuedAt.adding(seconds: delay) > now else { continue }
      startTimer(.delay, contact, 0, after: delay, from: enqueuedAt, &effects)
    }
  }

  private mutating func startStepClock(_ contact: Int, _ effects: inout [RoutingEffect]) {
    let step = waiting[contact].step
    guard let seconds = plans.step(step, of: waiting[contact].plan)?.expirySeconds else { return }
    startTimer(.step, contact, UInt32(bitPattern: step), after: Int64(seconds), from: now, &effects)
  }

  /// Puts a contact that is not offered where it is found.
  mutating func stand(inLane contact: Int) {
    let requirement = plans.step(waiting[contact].step, of: waiting[contact].plan)?.requirement ?? -1
    waiting[contact].requirement = requirement
    let (key, desk) = (waiting[contact].key(contact), waiting[contact].desk)
    standing[Int(waiting[contact].queue)] |= 1 << waiting[contact].channel
    guard requirement >= 0 else {
      lanes.insert(key, into: &desks[desk].anyone)
      return
    }
    let place = desks[desk].place(of: requirement)
    if !desks[desk].hasLane(at: place, of: requirement) {
      desks[desk].choosy.insert(Desk.Lane(requirement: requirement), at: place)
    }
    lanes.insert(key, into: &desks[desk].choosy[place].line)
  }

  mutating func leaveLane(_ contact: Int) {
    let (key, desk, requirement) = (waiting[contact].key(contact), waiting[contact].desk, waiting[contact].requirement)
    if requirement < 0 {
      lanes.remove(key, from: &desks[desk].anyone)
    } else {
      leave(desk, requirement, key)
      waiting[contact].requirement = -1
    }
    if desks[desk].isDeserted { standing[Int(waiting[contact].queue)] &= ~(1 << waiting[contact].channel) }
  }

  private mutating func leave(_ desk: Int, _ requirement: Int32, _ key: WaitingKey) {
    let place = desks[desk].place(of: requirement)
    guard desks[desk].hasLane(at: place, of: requirement) else { return }
    lanes.remove(key, from: &desks[desk].choosy[place].line)
    if desks[desk].choosy[place].line.isEmpty { desks[desk].choosy.remove(at: place) }
  }

  mutating func dequeue(_ contact: Int, _ effects: inout [RoutingEffect]) {
    guard isWaiting(contact) else { return }
    if waiting[contact].isOffered {
      let agent = Int(waiting[contact].offeredTo)
      removeSlot(contact, agent)
      forget(contact)
      matchAgent(agent, &effects)
    } else {
      leaveLane(contact)
      forget(contact)
    }
  }

  /// It waits no more.
  mutating func forget(_ contact: Int) {
    leaveAges(contact)
    let plan = waiting[contact].plan
    if plan >= 0 { plans.letGo(plan) }
    waiting[contact] = .absent
  }

  mutating func changeDemand(
    _ contact: Int, _ priority: Int?, _ adjustment: Int?, _ criteria: RoutingCriteria?, _ effects: inout [RoutingEffect]
  ) {
    guard isWaiting(contact) else { return }
    let isFree = !waiting[contact].isOffered
    if isFree { leaveLane(contact) }
    if let priority { waiting[contact].priority = priority }
    if let adjustment { waiting[contact].ageAdjustmentSeconds = adjustment }
    let hasNewCriteria = change(contact, criteria)
    guard isFree else { return }
    stand(inLane: contact)
    if hasNewCriteria { startStepClock(contact, &effects) }
    matchContact(contact, &effects)
  }

  private mutating func change(_ contact: Int, _ criteria: RoutingCriteria?) -> Bool {
    let before = waiting[contact].plan
    guard let criteria, criteria != plans.criteria(before) else { return false }
    waiting[contact].plan = plans.hold(criteria)
    waiting[contact].step = 0
    if before >= 0 { plans.letGo(before) }
    return true
  }

  mutating func nextStep(_ contact: Int, _ effects: inout [RoutingEffect]) {
    let isFree = !waiting[contact].isOffered
    if isFree { leaveLane(contact) }
    waiting[contact].step += 1
    startStepClock(contact, &effects)
    guard isFree else { return }
    stand(inLane: contact)
    matchContact(contact, &effects)
  }

  /// Back to its place by its age, after an offer that came to nothing.
  mutating func waitAgain(_ contact: Int) {
    guard isWaiting(contact) else { return }
    waiting[contact].offeredTo = Waiting.nobody
    stand(inLane: contact)
  }
}
