public import Vocabulary

/// Who waits, who is free, and what is offered to whom.
///
/// Whenever an event has been handled, no agent who is free has a contact waiting that it could take: so a contact that comes
/// looks at free agents alone, and an agent that comes free at waiting contacts alone.
///
/// Its tables are flat and hold records in place, by the numbers of queues, profiles, agents and contacts: what an event costs
/// is, for the most part, the memory that it touches.
public struct RoutingState: Sendable {
  var queues: ContiguousArray<QueueState> = []
  /// Channels of which contacts stand in a queue's lanes, by queue.
  var standing: ContiguousArray<UInt8> = []
  /// By queue and channel.
  var desks: ContiguousArray<Desk> = []
  var profiles: ContiguousArray<ProfileState> = []
  /// By profile.
  var concurrency: ContiguousArray<Concurrency> = []
  /// What a profile's agents count for.
  var censuses: ContiguousArray<Census> = []
  /// Channels for which agents of a profile are free, by profile.
  var freeChannels: ContiguousArray<UInt8> = []
  /// Benches on which somebody stands, by profile and channel.
  var occupied: ContiguousArray<ContiguousArray<Int32>> = []
  var crews = Interning<Crew>()
  /// By crew and channel.
  var benches: ContiguousArray<Bench> = []
  var agents: ContiguousArray<AgentState> = []
  var waiting: ContiguousArray<Waiting> = []
  var plans = Plans()
  var skills = Interning<ContiguousArray<AgentRules.Proficiency>>()
  var skillSets: ContiguousArray<ContiguousArray<AgentRules.Proficiency>> = []
  var lanes = Lines<WaitingKey>()
  var ages = Lines<IdleKey>()
  var idle = Lines<IdleKey>()
  var lastTimer: UInt64 = 0
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
    case .agentRemoved(let agent): removeAgent(Int(agent.value), &effects)
    case .agentStatusChanged(let agent, let isRoutable, let isOnline): setStatus(Int(agent.value), isRoutable, isOnline, &effects)
    case .contactEnqueued(let contact, let demand): enqueue(Int(contact.value), demand, &effects)
    case .contactDequeued(let contact): dequeue(Int(contact.value), &effects)
    case .demandChanged(let contact, let priority, let adjustment, let criteria):
      changeDemand(Int(contact.value), priority, adjustment, criteria, &effects)
    case .contactAssigned(let contact, let agent, let channel): assign(Int(contact.value), Int(agent.value), channel)
    case .offerAccepted(let contact, let agent): accept(Int(contact.value), Int(agent.value))
    case .offerRejected(let contact, let agent): decline(Int(contact.value), Int(agent.value), &effects)
    case .contactFinished(let contact, let agent): setSlot(Int(contact.value), Int(agent.value), .afterContactWork, &effects)
    case .contactReleased(let contact, let agent): release(Int(contact.value), Int(agent.value), &effects)
    case .contactPaused(let contact, let agent): setSlot(Int(contact.value), Int(agent.value), .paused, &effects)
    case .contactResumed(let contact, let agent): setSlot(Int(contact.value), Int(agent.value), .active, &effects)
    case .timerFired(let timer): fire(timer, &effects)
    }
  }
}

extension RoutingState {
  mutating func startTimer(
    _ purpose: TimerID.Purpose, _ contact: Int, _ subject: UInt32, after seconds: Int64, from start: Moment,
    _ effects: inout [RoutingEffect]
  ) {
    lastTimer += 1
    let timer = TimerID(value: lastTimer, contact: UInt32(truncatingIfNeeded: contact), subject: subject, purpose: purpose)
    effects.append(.startTimer(timer, start.adding(seconds: seconds)))
  }

  private mutating func fire(_ timer: TimerID, _ effects: inout [RoutingEffect]) {
    let contact = Int(timer.contact)
    guard isWaiting(contact), timer.value > waiting[contact].timersBefore else { return }
    switch timer.purpose {
    case .offer:
      guard waiting[contact].offeredTo == timer.subject else { return }
      miss(contact, Int(timer.subject), &effects)
    case .step:
      guard waiting[contact].step == Int32(bitPattern: timer.subject) else { return }
      nextStep(contact, &effects)
    case .delay: matchContact(contact, &effects)
    }
  }

  func isWaiting(_ contact: Int) -> Bool { contact < waiting.count && waiting[contact].isPresent }
  func isKnown(_ agent: Int) -> Bool { agent < agents.count && agents[agent].isPresent }
  func isOffered(_ contact: Int, to agent: Int) -> Bool {
    agent < Self.numbersMax && isWaiting(contact) && waiting[contact].offeredTo == agent
  }

  /// Tables reach as far as the numbers that were given; a number that is no number has no place.
  static let numbersMax = 1 << 24

  mutating func makeRoom(queue: QueueNumber) -> Bool {
    guard queue.value < Self.numbersMax else { return false }
    while queues.count <= Int(queue.value) {
      queues.append(QueueState())
      standing.append(0)
      desks.append(contentsOf: repeatElement(Desk(), count: ContactChannel.tally))
    }
    return true
  }

  mutating func makeRoom(profile: ProfileNumber) -> Bool {
    guard profile.value < Self.numbersMax else { return false }
    while profiles.count <= Int(profile.value) {
      profiles.append(ProfileState())
      concurrency.append(Concurrency(nil))
      censuses.append(Census())
      freeChannels.append(0)
      occupied.append(contentsOf: repeatElement([], count: ContactChannel.tally))
    }
    return true
  }
}
