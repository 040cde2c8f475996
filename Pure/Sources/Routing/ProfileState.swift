import Vocabulary

/// A routing profile.
struct ProfileState: Sendable {
  struct Entry: Sendable {
    let priority: Int
    let delaySeconds: Int
    let desk: Int32
    let channels: UInt8
  }

  /// The most urgent first.
  var entries: ContiguousArray<Entry> = []
  var agents: Set<AgentNumber> = []
}

/// How many contacts an agent of a profile may have; apart from the rest, since every change of an agent's slots reads it.
struct Concurrency: Sendable {
  private var limits = InlineArray<4, Int>(repeating: 0)
  /// Channels beside whose contacts others are taken.
  private var takesOthersBeside: UInt8 = 0

  /// - Parameter rules: nil for a profile that is gone: its agents are offered nothing.
  init(_ rules: ProfileRules?) {
    guard let rules else { return }
    for channel in ContactChannel.allCases {
      limits[channel.index] = rules.limit(channel)
      if rules.takesOthers(beside: channel) { takesOthersBeside |= 1 << channel.index }
    }
  }

  /// Channels of which an agent who has these contacts may have one more.
  func free(beside slots: borrowing SlotList) -> UInt8 {
    var taken = InlineArray<4, Int>(repeating: 0)
    var kept: UInt8 = 0
    for place in 0..<slots.count where slots[place].state != .paused {
      taken[Int(slots[place].channel)] += 1
      kept |= 1 << slots[place].channel
    }
    let alone = kept & ~takesOthersBeside
    var free: UInt8 = 0
    for channel in 0..<ContactChannel.tally where taken[channel] < limits[channel] && alone & ~(1 << channel) == 0 {
      free |= 1 << channel
    }
    return free
  }
}

extension ProfileState.Entry {
  init(_ entry: ProfileRules.Entry) {
    self.init(
      priority: entry.priority, delaySeconds: entry.delaySeconds,
      desk: Int32(Int(entry.queue.value) * ContactChannel.tally + entry.channel.index), channels: 1 << entry.channel.index)
  }
}

/// Agents of one profile and equal skills share benches, one for each channel.
struct Crew: Sendable, Hashable {
  let profile: UInt32
  let skills: Int32
}

/// Where a crew's agents who are free for a channel stand.
struct Bench: Sendable {
  var line = Line<IdleKey>()
  /// Its place among its profile's occupied benches.
  var place = 0
  var skills: Int32 = 0
}

/// Counts of agents.
struct Census: Sendable {
  /// What one agent counts for; those who are available for a channel from `available` on.
  struct Flags: OptionSet, Sendable {
    let rawValue: UInt16
    static let online = Flags(rawValue: 1 << 0)
    static let staffed = Flags(rawValue: 1 << 1)
    static let nonProductive = Flags(rawValue: 1 << 2)
    static let availableAtAll = Flags(rawValue: 1 << 3)
    static let onContact = Flags(rawValue: 1 << 4)
    static let afterContactWork = Flags(rawValue: 1 << 5)
    static let error = Flags(rawValue: 1 << 6)
    static func available(_ channels: UInt8) -> Flags { Flags(rawValue: UInt16(channels) << 8) }
  }

  private var counts = InlineArray<12, Int>(repeating: 0)

  func count(_ flag: Flags) -> Int { counts[flag.rawValue.trailingZeroBitCount] }

  /// An agent counts for something else than it did.
  mutating func change(_ before: Flags, to after: Flags) {
    var changed = before.rawValue ^ after.rawValue
    while changed != 0 {
      let bit = changed.trailingZeroBitCount
      counts[bit] += after.rawValue >> bit & 1 == 1 ? 1 : -1
      changed &= changed - 1
    }
  }
}
