import Routing
import Vocabulary

/// Every kind of event, at random and whether it makes sense or not, and a number for all that was decided.
struct Storm {
  private(set) var digest: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var offers = 0
  private var state = RoutingState()
  private var now = Moment(seconds: 1_000)
  /// Who was offered what, most of which is so no more.
  private var offered: [(contact: ContactNumber, agent: AgentNumber)] = []
  private var timers: [(timer: TimerID, at: Moment)] = []
  private var chance: SeededEntropy
  private let scale: UInt64

  /// - Parameter scale: how many agents, and a tenth of how many contacts.
  init(seed: UInt64, scale: UInt64) {
    chance = SeededEntropy(seed: seed)
    self.scale = scale
    for queue in UInt32(0)..<6 { tell(.queueConfigured(QueueNumber(queue), queueRules())) }
    for profile in UInt32(0)..<3 { tell(.profileConfigured(ProfileNumber(profile), profileRules())) }
    for agent in 0..<UInt32(scale) { tell(.agentConfigured(AgentNumber(agent), agentRules(agent))) }
  }

  private mutating func below(_ bound: UInt64) -> UInt32 { UInt32(chance.next() % bound) }
  private mutating func contact() -> ContactNumber { ContactNumber(below(scale * 10)) }
  private mutating func agent() -> AgentNumber { AgentNumber(below(scale)) }
  private mutating func channel() -> ContactChannel { ContactChannel.allCases[Int(below(4))] }

  private mutating func tell(_ event: RoutingEvent) {
    var effects: [RoutingEffect] = []
    state.handle(event, at: now, into: &effects)
    for effect in effects { record(effect) }
  }

  private mutating func record(_ effect: RoutingEffect) {
    switch effect {
    case .offer(let contact, let agent, let queue):
      offers += 1
      offered.append((contact, agent))
      mix(1, contact.value, agent.value, queue.value)
    case .withdrawOffer(let contact, let agent): mix(2, contact.value, agent.value)
    case .markMissed(let contact, let agent): mix(3, contact.value, agent.value)
    case .refuse(let contact, let refusal): mix(4, contact.value, UInt32(refusal.rawValue.utf8.count))
    case .startTimer(let timer, let at):
      timers.append((timer, at))
      mix(5, UInt32(timer.value), UInt32(truncatingIfNeeded: at.microseconds))
    }
  }

  private mutating func mix(_ words: UInt32...) {
    for word in words { digest = (digest ^ UInt64(word)) &* 0x100_0000_01b3 }
  }

  mutating func blow(_ events: Int) {
    for _ in 0..<events {
      now = Moment(microseconds: now.microseconds + Int64(below(2_000_000)))
      fireTimers()
      tell(next())
      look()
    }
  }

  private mutating func fireTimers() {
    let due = timers.filter { $0.at <= now }
    timers.removeAll { $0.at <= now }
    for (timer, _) in due { tell(.timerFired(timer)) }
  }

  private mutating func look() {
    let figures = state.figures(of: QueueNumber(below(6)), channel: below(5) == 0 ? nil : channel())
    mix(
      6, UInt32(figures.contactsInQueue), UInt32(figures.agentsAvailable), UInt32(figures.agentsOnContact),
      UInt32(figures.agentsAfterContactWork), UInt32(figures.agentsError), UInt32(figures.agentsNonProductive),
      UInt32(figures.agentsOnline), UInt32(figures.agentsStaffed),
      UInt32(truncatingIfNeeded: figures.oldestSince?.microseconds ?? 0), state.hasRoom(QueueNumber(below(8))) ? 1 : 0)
  }
}

/// The events.
extension Storm {
  private mutating func next() -> RoutingEvent {
    switch below(100) {
    case 0..<38: .contactEnqueued(contact(), demand())
    case 38..<42: .contactDequeued(contact())
    case 42..<46: change()
    case 46..<48: .contactAssigned(contact(), agent(), channel())
    case 48..<58: .agentStatusChanged(agent(), isRoutable: below(4) > 0, isOnline: below(6) > 0)
    case 58: configuring()
    default: answer()
    }
  }

  private mutating func change() -> RoutingEvent {
    .demandChanged(
      contact(), priority: below(2) == 0 ? nil : Int(below(4)), ageAdjustmentSeconds: below(2) == 0 ? nil : Int(below(100)) - 50,
      criteria: below(2) == 0 ? nil : criteria())
  }

  private mutating func answer() -> RoutingEvent {
    let isSensible = below(5) > 0 && !offered.isEmpty
    let (contact, agent) =
      isSensible ? offered[offered.count - 1 - Int(below(UInt64(min(offered.count, 3 * Int(scale)))))] : (contact(), agent())
    return switch below(8) {
    case 0...1: .offerAccepted(contact, agent)
    case 2: .offerRejected(contact, agent)
    case 3: .contactFinished(contact, agent)
    case 4: .contactPaused(contact, agent)
    case 5: .contactResumed(contact, agent)
    default: .contactReleased(contact, agent)
    }
  }

  private mutating func configuring() -> RoutingEvent {
    let agent = agent()
    return switch below(10) {
    case 0: .queueRemoved(QueueNumber(below(6)))
    case 1...3: .queueConfigured(QueueNumber(below(6)), queueRules())
    case 4: .profileRemoved(ProfileNumber(below(3)))
    case 5...6: .profileConfigured(ProfileNumber(below(3)), profileRules())
    case 7: .agentRemoved(agent)
    default: .agentConfigured(agent, agentRules(agent.value))
    }
  }

  private mutating func queueRules() -> QueueRules {
    QueueRules(contactsMax: below(4) == 0 ? Int(below(20)) : nil, isEnabled: below(8) > 0)
  }

  private mutating func profileRules() -> ProfileRules {
    let entries = (0..<Int(below(12) + 2)).map { _ in
      ProfileRules.Entry(
        queue: QueueNumber(below(6)), channel: channel(), priority: Int(below(3)),
        delaySeconds: below(3) == 0 ? Int(below(30)) : 0)
    }
    let concurrency = ContactChannel.allCases.map {
      ProfileRules.Concurrency(channel: $0, contactsMax: Int(below(6)), takesOtherChannels: below(2) == 0)
    }
    return ProfileRules(entries: entries, concurrency: concurrency)
  }

  private mutating func agentRules(_ agent: UInt32) -> AgentRules {
    let proficiencies = (0..<Int(below(3))).map { _ in
      AgentRules.Proficiency(name: below(2), value: below(2), level: Double(below(5) + 1))
    }
    // Its own queue is known to the centre for some agents, and for some it is another's.
    let queue = below(10) == 0 ? 3 : 6 + agent
    return AgentRules(profile: ProfileNumber(below(3)), agentQueue: QueueNumber(queue), proficiencies: proficiencies)
  }

  private mutating func demand() -> Demand {
    Demand(
      queue: QueueNumber(below(7)), channel: channel(), priority: Int(below(3)) + 1,
      enqueuedAt: Moment(microseconds: now.microseconds - (below(4) == 0 ? Int64(below(40_000_000)) : 0)),
      ageAdjustmentSeconds: below(4) == 0 ? Int(below(60)) : 0, criteria: below(3) == 0 ? criteria() : nil)
  }

  private mutating func criteria() -> RoutingCriteria {
    RoutingCriteria(
      steps: (0..<Int(below(3))).map { _ in .init(expression: expression(2), expirySeconds: below(4) == 0 ? nil : Int(below(40)))
      })
  }

  private mutating func expression(_ depth: Int) -> RoutingCriteria.Expression {
    switch below(depth > 0 ? 7 : 4) {
    case 0..<3: .proficiency(name: below(2), value: below(2), minimum: Double(below(3)), maximum: Double(below(3) + 3))
    case 3: .agents([agent(), agent()])
    case 4: .all([expression(depth - 1), expression(depth - 1)])
    case 5: .any([expression(depth - 1), expression(depth - 1)])
    default: .not(expression(depth - 1))
    }
  }
}
