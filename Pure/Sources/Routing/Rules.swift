public import Vocabulary

/// What holds for a queue.
public struct QueueRules: Hashable, Sendable {
  /// Contacts that may wait at once, offered ones included; nil for any number.
  public var contactsMax: Int?
  public var isEnabled: Bool
  public init(contactsMax: Int?, isEnabled: Bool) {
    self.contactsMax = contactsMax
    self.isEnabled = isEnabled
  }
}

/// What a routing profile says.
public struct ProfileRules: Hashable, Sendable {
  public struct Entry: Hashable, Sendable {
    public var queue: QueueNumber
    public var channel: ContactChannel
    /// 1 comes first.
    public var priority: Int
    /// How long a contact must have waited before it may come to this profile.
    public var delaySeconds: Int
    public init(queue: QueueNumber, channel: ContactChannel, priority: Int, delaySeconds: Int) {
      self.queue = queue
      self.channel = channel
      self.priority = priority
      self.delaySeconds = delaySeconds
    }
  }

  public struct Concurrency: Hashable, Sendable {
    public var channel: ContactChannel
    public var contactsMax: Int
    /// Whether an agent who has contacts of this channel may be offered others (Connect's ROUTE_ANY_CHANNEL).
    public var takesOtherChannels: Bool
    public init(channel: ContactChannel, contactsMax: Int, takesOtherChannels: Bool) {
      self.channel = channel
      self.contactsMax = contactsMax
      self.takesOtherChannels = takesOtherChannels
    }
  }

  public var entries: [Entry]
  public var concurrency: [Concurrency]
  public init(entries: [Entry], concurrency: [Concurrency]) {
    self.entries = entries
    self.concurrency = concurrency
  }

  func limit(_ channel: ContactChannel) -> Int { concurrency.first { $0.channel == channel }?.contactsMax ?? 0 }
  func takesOthers(beside channel: ContactChannel) -> Bool {
    concurrency.first { $0.channel == channel }?.takesOtherChannels ?? false
  }
}

/// What holds for an agent.
public struct AgentRules: Hashable, Sendable {
  public struct Proficiency: Hashable, Sendable {
    public var name: UInt32
    public var value: UInt32
    /// 1 to 5.
    public var level: Double
    public init(name: UInt32, value: UInt32, level: Double) {
      self.name = name
      self.value = value
      self.level = level
    }
  }

  public var profile: ProfileNumber
  /// Where contacts wait for this agent alone.
  public var agentQueue: QueueNumber
  public var proficiencies: [Proficiency]
  public init(profile: ProfileNumber, agentQueue: QueueNumber, proficiencies: [Proficiency]) {
    self.profile = profile
    self.agentQueue = agentQueue
    self.proficiencies = proficiencies
  }
}

/// What a contact that waits asks for.
public struct Demand: Hashable, Sendable {
  public var queue: QueueNumber
  public var channel: ContactChannel
  /// 1 is the most urgent.
  public var priority: Int
  public var enqueuedAt: Moment
  /// Seconds by which the contact counts as older than it is.
  public var ageAdjustmentSeconds: Int
  public var criteria: RoutingCriteria?
  public init(
    queue: QueueNumber, channel: ContactChannel, priority: Int, enqueuedAt: Moment, ageAdjustmentSeconds: Int,
    criteria: RoutingCriteria?
  ) {
    self.queue = queue
    self.channel = channel
    self.priority = priority
    self.enqueuedAt = enqueuedAt
    self.ageAdjustmentSeconds = ageAdjustmentSeconds
    self.criteria = criteria
  }
}
