import Routing
import Vocabulary

/// A small hall: routing with what it told, in virtual seconds.
struct Hall {
  var state = RoutingState()
  var now = Moment(seconds: 1_000)
  private(set) var told: [RoutingEffect] = []
  private var timers: [(TimerID, Moment)] = []

  static func queue(_ number: UInt32) -> QueueNumber { QueueNumber(number) }

  /// Queues 0..<3, a profile 0 that serves them for chat and task, two chats and one task at once.
  init(entries: [ProfileRules.Entry]? = nil, takesOtherChannels: Bool = false) {
    for number in 0..<3 { happen(.queueConfigured(QueueNumber(UInt32(number)), QueueRules(contactsMax: nil, isEnabled: true))) }
    let standard = (0..<3).flatMap { number in
      [ContactChannel.chat, .task].map {
        ProfileRules.Entry(queue: QueueNumber(UInt32(number)), channel: $0, priority: 1, delaySeconds: 0)
      }
    }
    happen(
      .profileConfigured(
        ProfileNumber(0),
        ProfileRules(
          entries: entries ?? standard,
          concurrency: [
            ProfileRules.Concurrency(channel: .chat, contactsMax: 2, takesOtherChannels: takesOtherChannels),
            ProfileRules.Concurrency(channel: .task, contactsMax: 1, takesOtherChannels: takesOtherChannels),
          ])))
  }

  @discardableResult
  mutating func happen(_ event: RoutingEvent) -> [RoutingEffect] {
    var effects: [RoutingEffect] = []
    state.handle(event, at: now, into: &effects)
    for case .startTimer(let timer, let at) in effects { timers.append((timer, at)) }
    told += effects
    return effects.filter { if case .startTimer = $0 { false } else { true } }
  }

  /// Lets that many seconds pass, timers and all.
  @discardableResult
  mutating func wait(_ seconds: Int64) -> [RoutingEffect] {
    let end = now.adding(seconds: seconds)
    var all: [RoutingEffect] = []
    while let due = timers.indices.filter({ timers[$0].1 <= end }).min(by: { timers[$0].1 < timers[$1].1 }) {
      let (timer, at) = timers.remove(at: due)
      now = max(now, at)
      all += happen(.timerFired(timer))
    }
    now = end
    return all
  }

  mutating func agent(_ number: UInt32, skills: [AgentRules.Proficiency] = [], isRoutable: Bool = true) -> [RoutingEffect] {
    let rules = AgentRules(profile: ProfileNumber(0), agentQueue: QueueNumber(100 + number), proficiencies: skills)
    happen(.queueConfigured(QueueNumber(100 + number), QueueRules(contactsMax: nil, isEnabled: true)))
    return happen(.agentConfigured(AgentNumber(number), rules))
      + happen(.agentStatusChanged(AgentNumber(number), isRoutable: isRoutable, isOnline: true))
  }

  mutating func contact(
    _ number: UInt32, in queue: UInt32 = 0, _ channel: ContactChannel = .chat, priority: Int = 5, criteria: RoutingCriteria? = nil
  ) -> [RoutingEffect] {
    happen(
      .contactEnqueued(
        ContactNumber(number),
        Demand(
          queue: QueueNumber(queue), channel: channel, priority: priority, enqueuedAt: now, ageAdjustmentSeconds: 0,
          criteria: criteria)))
  }
}

func offer(_ contact: UInt32, _ agent: UInt32, _ queue: UInt32 = 0) -> RoutingEffect {
  .offer(ContactNumber(contact), AgentNumber(agent), QueueNumber(queue))
}
