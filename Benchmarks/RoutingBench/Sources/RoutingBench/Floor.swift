import Routing
import Vocabulary

/// What routing was told, and when.
struct Told {
  let event: RoutingEvent
  let at: Moment
}

/// A floor of agents who are never without work, and the script of all that happens on it.
///
/// At each step a contact that an agent has, chosen at random, goes on by one: so neighbouring events touch different agents and
/// contacts, as they do in life. Whoever is done with is replaced by another contact in the same queue: no queue runs empty.
struct Floor {
  private enum Stage { case offered, active, afterContactWork, refused }
  private struct Held {
    let contact: ContactNumber
    let agent: AgentNumber
    let queue: QueueNumber
    var stage: Stage
  }

  private(set) var script: [Told] = []
  private(set) var decisions = Digest()
  private var state = RoutingState()
  private var chance = SeededEntropy(seed: 7)
  private var now = Moment(seconds: 1_000)
  private var effects: [RoutingEffect] = []
  private var held: [Held] = []
  private var places: [Int] = []
  private var offerTimers = Alarms()
  private var stepTimers = Alarms()
  private let agents: Int

  private static let queues: UInt32 = 1_000
  private static let contactsMax = 3
  /// Of offers that wait for 5.4 seconds on average, one in forty waits for more than the 20 that it stands.
  private static let answerMicroseconds = 5_400_000

  init(agents: Int, waiting: Int) {
    self.agents = agents
    configure()
    for number in 0..<UInt32(waiting + agents * Self.contactsMax) {
      enqueue(ContactNumber(number), QueueNumber(UInt32(chance.next() % UInt64(Self.queues))))
    }
    for agent in 0..<UInt32(agents) {
      tell(.agentStatusChanged(AgentNumber(agent), isRoutable: true, isOnline: true))
    }
  }

  private mutating func configure() {
    for queue in 0..<Self.queues { tell(.queueConfigured(QueueNumber(queue), QueueRules(contactsMax: nil, isEnabled: true))) }
    let profiles = UInt32(max(100, min(1_000, agents / 10)))
    for profile in 0..<profiles {
      let entries = (0..<10).map { index in
        ProfileRules.Entry(
          queue: QueueNumber((profile * 10 + UInt32(index)) % Self.queues), channel: .chat, priority: 1, delaySeconds: 0)
      }
      let concurrency = ProfileRules.Concurrency(channel: .chat, contactsMax: Self.contactsMax, takesOtherChannels: true)
      tell(.profileConfigured(ProfileNumber(profile), ProfileRules(entries: entries, concurrency: [concurrency])))
    }
    for agent in 0..<UInt32(agents) {
      let skill = AgentRules.Proficiency(name: 1, value: UInt32(chance.next() % 4), level: Double(chance.next() % 5 + 1))
      let rules = AgentRules(
        profile: ProfileNumber(agent % profiles), agentQueue: QueueNumber(Self.queues + agent),
        proficiencies: chance.next().isMultiple(of: 2) ? [skill] : [])
      tell(.agentConfigured(AgentNumber(agent), rules))
    }
  }

  private mutating func tell(_ event: RoutingEvent) {
    effects.removeAll(keepingCapacity: true)
    script.append(Told(event: event, at: now))
    state.handle(event, at: now, into: &effects)
    for effect in effects {
      decisions.add(effect)
      switch effect {
      case .offer(let contact, let agent, let queue): hold(Held(contact: contact, agent: agent, queue: queue, stage: .offered))
      case .markMissed(let contact, _): held[places[Int(contact.value)]].stage = .refused
      case .startTimer(let timer, let at):
        let isOffer = at == now.adding(seconds: RoutingState.offerSecondsMax)
        if isOffer { offerTimers.add(timer, at) } else { stepTimers.add(timer, at) }
      case .withdrawOffer, .refuse: break
      }
    }
  }

  private mutating func hold(_ item: Held) {
    while places.count <= Int(item.contact.value) { places.append(0) }
    places[Int(item.contact.value)] = held.count
    held.append(item)
  }

  private mutating func letGo(_ place: Int) {
    held.swapAt(place, held.count - 1)
    if place < held.count - 1, places[Int(held[place].contact.value)] == held.count - 1 {
      places[Int(held[place].contact.value)] = place
    }
    held.removeLast()
  }

  private mutating func enqueue(_ contact: ContactNumber, _ queue: QueueNumber) {
    let value = UInt32(chance.next() % 4)
    let criteria = RoutingCriteria(steps: [
      .init(expression: .proficiency(name: 1, value: value, minimum: 4, maximum: 5), expirySeconds: 60),
      .init(expression: .proficiency(name: 1, value: value, minimum: 1, maximum: 5), expirySeconds: 60),
    ])
    tell(
      .contactEnqueued(
        contact,
        Demand(
          queue: queue, channel: .chat, priority: Int(chance.next() % 5) + 1, enqueuedAt: now, ageAdjustmentSeconds: 0,
          criteria: chance.next() % 5 == 0 ? criteria : nil)))
  }

  /// So many more events than there are; those of timers come besides.
  mutating func run(_ events: Int) {
    var handled = 0
    while handled < events, !held.isEmpty {
      now = Moment(microseconds: now.microseconds + Int64(max(1, Self.answerMicroseconds / (agents * Self.contactsMax))))
      while let timer = offerTimers.due(at: now) ?? stepTimers.due(at: now) { tell(.timerFired(timer)) }
      handled += advance(Int(chance.next() % UInt64(held.count)))
      if chance.next() % 200 == 0 {
        let agent = AgentNumber(UInt32(chance.next() % UInt64(agents)))
        tell(.agentStatusChanged(agent, isRoutable: false, isOnline: true))
        tell(.agentStatusChanged(agent, isRoutable: true, isOnline: true))
        handled += 2
      }
    }
  }

  private mutating func advance(_ place: Int) -> Int {
    let item = held[place]
    switch item.stage {
    case .offered:
      let isRefused = chance.next() % 40 == 0
      held[place].stage = isRefused ? .refused : .active
      tell(isRefused ? .offerRejected(item.contact, item.agent) : .offerAccepted(item.contact, item.agent))
    case .active:
      held[place].stage = .afterContactWork
      tell(.contactFinished(item.contact, item.agent))
    case .afterContactWork:
      letGo(place)
      tell(.contactReleased(item.contact, item.agent))
      enqueue(item.contact, item.queue)
      return 2
    case .refused:
      letGo(place)
      tell(.contactReleased(item.contact, item.agent))
    }
    return 1
  }
}

/// Timers that are set for equally long, and so are due in the order of their setting.
struct Alarms {
  private var timers: [(TimerID, Moment)] = []
  private var fired = 0

  mutating func add(_ timer: TimerID, _ at: Moment) { timers.append((timer, at)) }

  mutating func due(at now: Moment) -> TimerID? {
    guard fired < timers.count, timers[fired].1 <= now else { return nil }
    fired += 1
    return timers[fired - 1].0
  }
}
