import Vocabulary

/// An agent, its slots, and where it stands. Sets of channels are bits, by their places in tables.
struct AgentState: Sendable {
  var idleSince: Int64 = 0
  /// By what it stands on its benches.
  var seatedSince: Int64 = 0
  var profile: UInt32 = 0
  var ownQueue: UInt32 = 0
  /// Its proficiencies, interned.
  var skills: Int32 = 0
  var crew: Int32 = 0
  var isPresent = false
  var isRoutable = false
  var isOnline = false
  /// Channels of which it may be offered a contact now.
  var free: UInt8 = 0
  /// Channels on whose bench it stands; those that it is free for, once it is settled.
  var seated: UInt8 = 0
  /// What it adds to the figures of its profile.
  var counted: Census.Flags = []
  var slots = SlotList()
}

/// A contact that an agent has.
struct Slot: Sendable {
  enum State: UInt8, Sendable { case offered, active, afterContactWork, missed, paused }
  let contact: UInt32
  let channel: UInt8
  var state: State
}

/// An agent's contacts, in the order in which they came. The few that most agents have stand in the agent's own record.
struct SlotList: Sendable {
  private static let nearMax = 4

  private(set) var count = 0
  private var near = InlineArray<4, Slot>(repeating: Slot(contact: .max, channel: 0, state: .paused))
  private var far: ContiguousArray<Slot> = []

  subscript(place: Int) -> Slot {
    get { place < Self.nearMax ? near[place] : far[place - Self.nearMax] }
    set { if place < Self.nearMax { near[place] = newValue } else { far[place - Self.nearMax] = newValue } }
  }

  func place(of contact: Int) -> Int? {
    for place in 0..<count where self[place].contact == contact { return place }
    return nil
  }

  mutating func append(_ slot: Slot) {
    if count < Self.nearMax { near[count] = slot } else { far.append(slot) }
    count += 1
  }

  mutating func remove(at removed: Int) {
    for place in removed..<count - 1 { self[place] = self[place + 1] }
    if count > Self.nearMax { far.removeLast() }
    count -= 1
  }

  /// What they have their agent count for.
  var flags: Census.Flags {
    var flags: Census.Flags = []
    for place in 0..<count {
      switch self[place].state {
      case .active: flags.insert(.onContact)
      case .afterContactWork: flags.insert(.afterContactWork)
      case .missed: flags.insert(.error)
      case .offered, .paused: continue
      }
    }
    return flags
  }
}
