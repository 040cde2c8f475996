import Vocabulary

/// A contact that waits, offered or not.
struct Waiting: Sendable {
  var demand: Demand
  /// The step of its criteria that holds; past the last, none.
  var step = 0
  /// What it asks for now, interned; nil for any agent.
  var requirement: Int?
  var offeredTo: AgentNumber?
  /// Tells timers of this waiting from those of another.
  let generation: UInt64

  var key: (Int, Int64) {
    (demand.priority, demand.enqueuedAt.microseconds - Int64(demand.ageAdjustmentSeconds) * 1_000_000)
  }
  var expression: RoutingCriteria.Expression? {
    guard let steps = demand.criteria?.steps, step < steps.count else { return nil }
    return steps[step].expression
  }
}

/// One queue: its rules, and who waits in it.
struct QueueState: Sendable {
  var rules: QueueRules?
  /// The agent whose own queue it is.
  var owner: AgentNumber?
  /// The profiles that serve it, by channel.
  var profiles: [[ProfileNumber]] = Array(repeating: [], count: ContactChannel.allCases.count)
  /// By channel: those that are not offered, by what they ask for.
  var lanes: [[Int?: IndexedHeap<WaitingKey>]] = Array(repeating: [:], count: ContactChannel.allCases.count)
  /// By channel: all who wait, by age.
  var ages: [IndexedHeap<IdleKey>] = Array(repeating: IndexedHeap(), count: ContactChannel.allCases.count)

  var waitingCount: Int { ages.reduce(0) { $0 + $1.count } }
}

/// An agent, its slots, and where it stands.
struct AgentState: Sendable {
  enum SlotState: Sendable { case offered, active, afterContactWork, missed, paused }
  struct Slot: Sendable {
    let contact: ContactNumber
    let channel: ContactChannel
    var state: SlotState
  }

  var rules: AgentRules
  /// Its proficiencies, interned.
  var skills: Int
  var isRoutable = false
  var isOnline = false
  var idleSince: Int64 = 0
  var slots: [Slot] = []
  /// Channels on whose bench it stands.
  var seats: [Bool] = Array(repeating: false, count: ContactChannel.allCases.count)
  /// What it adds to the figures of its profile.
  var counted = Census()

  func slot(_ contact: ContactNumber) -> Int? { slots.firstIndex { $0.contact == contact } }
}

/// A routing profile, and its agents who are free.
struct ProfileState: Sendable {
  var rules: ProfileRules?
  /// Entries of one priority together, the most urgent first.
  var ranks: [[ProfileRules.Entry]] = []
  /// By channel: free agents, by their skills.
  var benches: [[Int: IndexedHeap<IdleKey>]] = Array(repeating: [:], count: ContactChannel.allCases.count)
  var census = Census()
  var agents: Set<AgentNumber> = []

  mutating func configure(_ rules: ProfileRules?) {
    self.rules = rules
    let priorities = Set(rules?.entries.map(\.priority) ?? []).sorted()
    ranks = priorities.map { priority in (rules?.entries ?? []).filter { $0.priority == priority } }
  }
}

/// Counts of agents.
struct Census: Sendable, Hashable {
  var online = 0
  var staffed = 0
  var available = Array(repeating: 0, count: ContactChannel.allCases.count)
  var availableAtAll = 0
  var onContact = 0
  var afterContactWork = 0
  var error = 0
  var nonProductive = 0

  mutating func add(_ other: Census, _ sign: Int) {
    online += sign * other.online
    staffed += sign * other.staffed
    for index in available.indices { available[index] += sign * other.available[index] }
    availableAtAll += sign * other.availableAtAll
    onContact += sign * other.onContact
    afterContactWork += sign * other.afterContactWork
    error += sign * other.error
    nonProductive += sign * other.nonProductive
  }
}

extension ContactChannel {
  /// Its place in tables.
  var index: Int {
    switch self {
    case .voice: 0
    case .chat: 1
    case .task: 2
    case .email: 3
    }
  }
}
