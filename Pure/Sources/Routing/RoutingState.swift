public import Vocabulary

/// Who waits, who is free, and what is offered to whom.
///
/// Whenever an event has been handled, no agent who is free has a contact waiting that it could take: so a contact that comes
/// looks at free agents alone, and an agent that comes free at waiting contacts alone.
public struct RoutingState: Sendable {
  var queues: [QueueState] = []
  var profiles: [ProfileState] = []
  var agents: [AgentState?] = []
  var waiting: [Waiting?] = []
  var requirements = Interning<RoutingCriteria.Expression>()
  var skills = Interning<[AgentRules.Proficiency]>()
  var timers: [UInt64: TimerPurpose] = [:]
  var lastTimer: UInt64 = 0
  var lastGeneration: UInt64 = 0
  var now = Moment(microseconds: 0)

  /// How long an offer stands: Connect's 20 seconds.
  public static let offerSecondsMax: Int64 = 20
  /// Heads that are looked at where the first ones may not be taken.
  static let lookedAtMax = 16

  public init() {}

  public mutating func handle(_ event: RoutingEvent, at now: Moment, into effects: inout [RoutingEffect]) {
    self.now = now
    switch event {
    case .queueConfigured(let queue, let rules): configureQueue(queue, rules, &effects)
    case .queueRemoved(let queue): configureQueue(queue, nil, &effects)
    case .profileConfigured(let profile, let rules): configureProfile(profile, rules, &effects)
    case .profileRemoved(let profile): configureProfile(profile, nil, &effects)
    case .agentConfigured(let agent, let rules): configureAgent(agent, rules, &effects)
    case .agentRemoved(let agent): removeAgent(agent, &effects)
    case .agentStatusChanged(let agent, let isRoutable, let isOnline): setStatus(agent, isRoutable, isOnline, &effects)
    case .contactEnqueued(let contact, let demand): enqueue(contact, demand, &effects)
    case .contactDequeued(let contact): dequeue(contact, &effects)
    case .demandChanged(let contact, let priority, let adjustment, let criteria):
      changeDemand(contact, priority, adjustment, criteria, &effects)
    case .contactAssigned(let contact, let agent, let channel): assign(contact, agent, channel)
    case .offerAccepted(let contact, let agent): accept(contact, agent)
    case .offerRejected(let contact, let agent): decline(contact, agent, &effects)
    case .contactFinished(let contact, let agent): setSlot(contact, agent, .afterContactWork, &effects)
    case .contactReleased(let contact, let agent): release(contact, agent, &effects)
    case .contactPaused(let contact, let agent): setSlot(contact, agent, .paused, &effects)
    case .contactResumed(let contact, let agent): setSlot(contact, agent, .active, &effects)
    case .timerFired(let timer): fire(timer, &effects)
    }
  }
}

enum TimerPurpose: Sendable {
  case offer(ContactNumber, AgentNumber, generation: UInt64)
  /// A criteria step expires.
  case step(ContactNumber, generation: UInt64, step: Int)
  /// A profile's delay is over for the contact.
  case delay(ContactNumber, generation: UInt64)
}

extension RoutingState {
  mutating func startTimer(_ purpose: TimerPurpose, after seconds: Int64, from start: Moment, _ effects: inout [RoutingEffect]) {
    lastTimer += 1
    timers[lastTimer] = purpose
    effects.append(.startTimer(TimerID(value: lastTimer), start.adding(seconds: seconds)))
  }

  private mutating func fire(_ timer: TimerID, _ effects: inout [RoutingEffect]) {
    switch timers.removeValue(forKey: timer.value) {
    case .offer(let contact, let agent, let generation):
      guard let entry = entry(contact), entry.generation == generation, entry.offeredTo == agent else { return }
      miss(contact, agent, &effects)
    case .step(let contact, let generation, let step):
      guard let entry = entry(contact), entry.generation == generation, entry.step == step else { return }
      nextStep(contact, &effects)
    case .delay(let contact, let generation):
      guard let entry = entry(contact), entry.generation == generation, entry.offeredTo == nil else { return }
      matchContact(contact, &effects)
    case nil: break
    }
  }

  func entry(_ contact: ContactNumber) -> Waiting? {
    Int(contact.value) < waiting.count ? waiting[Int(contact.value)] : nil
  }
  func agent(_ agent: AgentNumber) -> AgentState? { Int(agent.value) < agents.count ? agents[Int(agent.value)] : nil }

  /// Tables reach as far as the numbers that were given; a number that is no number has no place.
  static let numbersMax = 1 << 24

  mutating func makeRoom(queue: QueueNumber) -> Bool {
    guard queue.value < Self.numbersMax else { return false }
    while queues.count <= Int(queue.value) { queues.append(QueueState()) }
    return true
  }
}
