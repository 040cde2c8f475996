import Vocabulary

/// A contact that waits, offered or not. Nothing in it is counted by reference: it is read and written in place.
struct Waiting: Sendable {
  /// The last timer before it came: later ones that name it are its own, earlier ones those of another waiting. With what comes
  /// next, it is all that a timer has to read that means nothing any more, as most do.
  var timersBefore: UInt64
  var queue: UInt32
  var offeredTo = Self.nobody
  var enqueuedAt: Int64
  var priority: Int
  var ageAdjustmentSeconds: Int
  /// Its criteria; below zero for none.
  var plan: Int32
  /// The step of its criteria that holds; past the last, none.
  var step: Int32 = 0
  /// What it asks for where it stands in a lane; below zero for any agent.
  var requirement: Int32 = -1
  /// Its neighbours by age among those of its queue and channel; see `Ages`.
  var older: Int32 = -1
  var newer: Int32 = -1
  var channel: UInt8

  static let nobody = UInt32.max
  /// At a number that nothing has.
  static let absent = Waiting(
    timersBefore: 0, queue: .max, enqueuedAt: 0, priority: 0, ageAdjustmentSeconds: 0, plan: -1, channel: 0)

  var isPresent: Bool { queue != .max }
  var desk: Int { Int(queue) * ContactChannel.tally + Int(channel) }
  var isOffered: Bool { offeredTo != Self.nobody }

  func key(_ number: Int) -> WaitingKey {
    WaitingKey(
      priority: priority, since: enqueuedAt - Int64(ageAdjustmentSeconds) * 1_000_000, number: UInt32(truncatingIfNeeded: number))
  }
  func ageKey(_ number: Int) -> IdleKey { IdleKey(since: enqueuedAt, number: UInt32(truncatingIfNeeded: number)) }
}

/// One queue: its rules, and the agent whose own queue it is.
struct QueueState: Sendable {
  var rules: QueueRules?
  var owner = Waiting.nobody
}

/// One queue's contacts of one channel.
struct Desk: Sendable {
  /// Those that are not offered and take any agent.
  var anyone = Line<WaitingKey>()
  /// Those that are not offered and ask for something, in order of their requirements' numbers.
  var choosy: ContiguousArray<Lane> = []
  /// Whether the queue has rules: without, nobody is offered its contacts.
  var isOpen = false
  /// All who wait, by age.
  var ages = Ages()
  var serving: ContiguousArray<Serving> = []
  /// Of those who serve, the delays there are, ascending.
  var delays: ContiguousArray<Int> = []

  struct Lane: Sendable {
    var line = Line<WaitingKey>()
    let requirement: Int32
  }
  /// A profile, and how long a contact must have waited before it may take it.
  struct Serving: Sendable {
    let profile: UInt32
    let delaySeconds: Int
  }

  /// Where the lane of a requirement is or would be.
  func place(of requirement: Int32) -> Int {
    var (low, high) = (0, choosy.count)
    while low < high {
      let middle = (low + high) / 2
      if choosy[middle].requirement < requirement { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func hasLane(at place: Int, of requirement: Int32) -> Bool { place < choosy.count && choosy[place].requirement == requirement }
  var isDeserted: Bool { anyone.isEmpty && choosy.isEmpty }

  mutating func readDelays() { delays = ContiguousArray(Set(serving.map(\.delaySeconds)).filter { $0 > 0 }.sorted()) }
}

extension ContactChannel {
  static var tally: Int { 4 }

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
