import Routing
import Vocabulary

/// Routing events a second on one core, at several sizes: 1,000 queues, 10 a profile, one contact in five with criteria of two
/// steps, queues never empty, one offer in twenty rejected or missed, a status change now and then.
@main
enum RoutingBench {
  static func main() {
    for (agents, waiting) in [(100, 10_000), (10_000, 100_000), (100_000, 1_000_000)] {
      var floor = Floor(agents: agents, waiting: waiting)
      let events = 1_000_000
      let clock = ContinuousClock()
      let time = clock.measure { floor.run(events) }
      let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
      let rate = Int(Double(floor.handled) / seconds)
      print("{\"agents\": \(agents), \"waiting\": \(waiting), \"events_per_second\": \(rate)}")
    }
  }
}

struct Floor {
  private var state = RoutingState()
  private var chance = SeededEntropy(seed: 7)
  private var now = Moment(seconds: 1_000)
  private var effects: [RoutingEffect] = []
  private var offers: [(ContactNumber, AgentNumber)] = []
  private var free: [UInt32] = []
  private var nextContact: UInt32 = 0
  private(set) var handled = 0
  private let agents: Int
  private static let queues: UInt32 = 1_000

  init(agents: Int, waiting: Int) {
    self.agents = agents
    for queue in 0..<Self.queues { tell(.queueConfigured(QueueNumber(queue), QueueRules(contactsMax: nil, isEnabled: true))) }
    let profiles = UInt32(max(10, min(1_000, agents / 10)))
    for profile in 0..<profiles {
      let entries = (0..<10).map { index in
        ProfileRules.Entry(
          queue: QueueNumber((profile * 10 + UInt32(index)) % Self.queues), channel: .chat, priority: 1 + index / 5,
          delaySeconds: 0)
      }
      tell(
        .profileConfigured(
          ProfileNumber(profile),
          ProfileRules(
            entries: entries, concurrency: [ProfileRules.Concurrency(channel: .chat, contactsMax: 3, takesOtherChannels: true)])))
    }
    for _ in 0..<waiting { arrive() }
    for agent in 0..<UInt32(agents) {
      let skills =
        chance.next().isMultiple(of: 2)
        ? [AgentRules.Proficiency(name: 1, value: UInt32(chance.next() % 4), level: Double(chance.next() % 5 + 1))] : []
      tell(
        .agentConfigured(
          AgentNumber(agent),
          AgentRules(
            profile: ProfileNumber(agent % profiles), agentQueue: QueueNumber(Self.queues + agent), proficiencies: skills)))
      tell(.agentStatusChanged(AgentNumber(agent), isRoutable: true, isOnline: true))
    }
    handled = 0
  }

  private mutating func tell(_ event: RoutingEvent) {
    effects.removeAll(keepingCapacity: true)
    state.handle(event, at: now, into: &effects)
    handled += 1
    for case .offer(let contact, let agent, _) in effects { offers.append((contact, agent)) }
  }

  private mutating func arrive() {
    let number = free.popLast() ?? nextContact
    if number == nextContact { nextContact += 1 }
    let value = UInt32(chance.next() % 4)
    let criteria =
      chance.next() % 5 != 0
      ? nil
      : RoutingCriteria(steps: [
        .init(expression: .proficiency(name: 1, value: value, minimum: 4, maximum: 5), expirySeconds: 60),
        .init(expression: .proficiency(name: 1, value: value, minimum: 1, maximum: 5), expirySeconds: 60),
      ])
    now = Moment(microseconds: now.microseconds + 100)
    tell(
      .contactEnqueued(
        ContactNumber(number),
        Demand(
          queue: QueueNumber(UInt32(chance.next() % UInt64(Self.queues))), channel: .chat, priority: Int(chance.next() % 5) + 1,
          enqueuedAt: now, ageAdjustmentSeconds: 0, criteria: criteria)))
  }

  /// One offer taken through to its end, and another contact in its place.
  mutating func run(_ events: Int) {
    while handled < events, !offers.isEmpty {
      let (contact, agent) = offers.remove(at: offers.count - 1)
      if chance.next() % 20 == 0 {
        tell(.offerRejected(contact, agent))
        tell(.contactReleased(contact, agent))
      } else {
        tell(.offerAccepted(contact, agent))
        tell(.contactFinished(contact, agent))
        tell(.contactReleased(contact, agent))
        free.append(contact.value)
        arrive()
      }
      if chance.next() % 50 == 0 {
        let other = AgentNumber(UInt32(chance.next() % UInt64(agents)))
        tell(.agentStatusChanged(other, isRoutable: false, isOnline: true))
        tell(.agentStatusChanged(other, isRoutable: true, isOnline: true))
      }
    }
  }
}
