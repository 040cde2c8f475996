public import FlowEngine
public import FlowLanguage
public import Vocabulary

/// What the core knows of an instance's configuration, by id.
public struct CentreConfiguration: Sendable {
  public var queues: [String: QueueSettings] = [:]
  public var routingProfiles: [String: RoutingProfileSettings] = [:]
  public var agents: [String: AgentSettings] = [:]
  public var statuses: [String: StatusSettings] = [:]
  public private(set) var flows: [String: FlowSettings] = [:]
  /// The instance's default flow of each type.
  private var defaultFlowIDs: [FlowType: String] = [:]
  public var modules: [String: RunnableFlow] = [:]
  private var moduleAliases: [String: ModuleAliasSettings] = [:]
  /// `MODULE:VERSION` by `MODULE:ALIAS`, the alias given by its id or its name.
  private var moduleVersions: [String: String] = [:]
  public var hours: [String: HoursSettings] = [:]
  public var prompts: Set<String> = []
  /// The instance's own; the managed ones are there without being told.
  public var views: Set<String> = []
  public var quickConnects: [String: QuickConnectSettings] = [:]
  /// Contents that contacts still run though their flows have been published anew; by flow id and digest.
  public var earlierContents: [String: RunnableFlow] = [:]

  public init() {}

  public func defaultFlow(_ type: FlowType) -> RunnableFlow? { defaultFlowIDs[type].flatMap { flows[$0]?.runnable } }

  func hasView(_ reference: String) -> Bool {
    ManagedViews.id(reference) != nil || views.contains(CentreSurroundings.id(reference))
  }

  /// The module of `MODULE`, `MODULE:VERSION` or `MODULE:ALIAS`.
  func module(_ qualifiedID: String) -> RunnableFlow? { modules[moduleVersions[qualifiedID] ?? qualifiedID] }

  mutating func setFlow(_ id: String, _ settings: FlowSettings?) {
    if let earlier = flows[id], defaultFlowIDs[earlier.type] == id { defaultFlowIDs[earlier.type] = nil }
    flows[id] = settings
    if let settings, settings.isDefault { defaultFlowIDs[settings.type] = id }
  }

  mutating func setModuleAlias(_ id: String, _ settings: ModuleAliasSettings?) {
    for name in moduleAliases[id]?.qualifiedIDs ?? [] { moduleVersions[name] = nil }
    moduleAliases[id] = settings
    for name in settings?.qualifiedIDs ?? [] { moduleVersions[name] = settings?.versionID }
  }
}

public struct QueueSettings: Sendable, Hashable {
  public var id: String
  public var arn: String
  public var name: String
  public var hoursID: String?
  public var contactsMax: Int?
  public var isEnabled: Bool
  public var outboundCallerNumber: String?
  public init(
    id: String, arn: String, name: String, hoursID: String?, contactsMax: Int?, isEnabled: Bool, outboundCallerNumber: String?
  ) {
    self.id = id
    self.arn = arn
    self.name = name
    self.hoursID = hoursID
    self.contactsMax = contactsMax
    self.isEnabled = isEnabled
    self.outboundCallerNumber = outboundCallerNumber
  }
}

public struct RoutingProfileSettings: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public var queueID: String
    public var channel: ContactChannel
    public var priority: Int
    public var delaySeconds: Int
    public init(queueID: String, channel: ContactChannel, priority: Int, delaySeconds: Int) {
      self.queueID = queueID
      self.channel = channel
      self.priority = priority
      self.delaySeconds = delaySeconds
    }
  }
  public struct Concurrency: Sendable, Hashable {
    public var channel: ContactChannel
    public var contactsMax: Int
    public var takesOtherChannels: Bool
    public init(channel: ContactChannel, contactsMax: Int, takesOtherChannels: Bool) {
      self.channel = channel
      self.contactsMax = contactsMax
      self.takesOtherChannels = takesOtherChannels
    }
  }
  public var id: String
  public var arn: String
  public var name: String
  public var entries: [Entry]
  public var concurrency: [Concurrency]
  public var outboundQueueID: String?
  /// Connect's AgentAvailabilityTimer: TIME_SINCE_LAST_ACTIVITY or TIME_SINCE_LAST_INBOUND.
  public var countsOutbound: Bool
  public init(
    id: String, arn: String, name: String, entries: [Entry], concurrency: [Concurrency], outboundQueueID: String?,
    countsOutbound: Bool
  ) {
    self.id = id
    self.arn = arn
    self.name = name
    self.entries = entries
    self.concurrency = concurrency
    self.outboundQueueID = outboundQueueID
    self.countsOutbound = countsOutbound
  }
}

public struct AgentSettings: Sendable, Hashable {
  public struct Proficiency: Sendable, Hashable {
    public var name: String
    public var value: String
    /// 1 to 5.
    public var level: Double
    public init(name: String, value: String, level: Double) {
      self.name = name
      self.value = value
      self.level = level
    }
  }
  public struct ChannelSettings: Sendable, Hashable {
    public var acceptsAutomatically: Bool
    /// 0 for no limit.
    public var afterContactWorkSecondsMax: Int
    public init(acceptsAutomatically: Bool, afterContactWorkSecondsMax: Int) {
      self.acceptsAutomatically = acceptsAutomatically
      self.afterContactWorkSecondsMax = afterContactWorkSecondsMax
    }
  }
  public var id: String
  public var arn: String
  public var username: String
  public var firstName: String
  public var lastName: String
  public var routingProfileID: String
  public var channels: [ContactChannel: ChannelSettings]
  public var proficiencies: [Proficiency]
  public init(
    id: String, arn: String, username: String, firstName: String, lastName: String, routingProfileID: String,
    channels: [ContactChannel: ChannelSettings], proficiencies: [Proficiency]
  ) {
    self.id = id
    self.arn = arn
    self.username = username
    self.firstName = firstName
    self.lastName = lastName
    self.routingProfileID = routingProfileID
    self.channels = channels
    self.proficiencies = proficiencies
  }
}

public struct StatusSettings: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case routable = "ROUTABLE"
    case custom = "CUSTOM"
    case offline = "OFFLINE"
  }
  public var id: String
  public var arn: String
  public var name: String
  public var kind: Kind
  public init(id: String, arn: String, name: String, kind: Kind) {
    self.id = id
    self.arn = arn
    self.name = name
    self.kind = kind
  }
}

public struct FlowSettings: Sendable {
  public var runnable: RunnableFlow
  public var type: FlowType
  /// Whether it is the instance's default flow of its type.
  public var isDefault: Bool
  public init(runnable: RunnableFlow, type: FlowType, isDefault: Bool) {
    self.runnable = runnable
    self.type = type
    self.isDefault = isDefault
  }
}

public struct ModuleAliasSettings: Sendable, Hashable {
  public var id: String
  public var name: String
  public var moduleID: String
  public var version: Int
  public init(id: String, name: String, moduleID: String, version: Int) {
    self.id = id
    self.name = name
    self.moduleID = moduleID
    self.version = version
  }

  var versionID: String { "\(moduleID):\(version)" }
  var qualifiedIDs: [String] { ["\(moduleID):\(name)", "\(moduleID):\(id)"] }
}

public struct QuickConnectSettings: Sendable, Hashable {
  public enum Destination: Sendable, Hashable {
    case queue(queueID: String, flowID: String)
    case agent(agentID: String, flowID: String)
    case number(String)
    case flow(flowID: String)
  }
  public var id: String
  public var arn: String
  public var name: String
  public var destination: Destination
  public init(id: String, arn: String, name: String, destination: Destination) {
    self.id = id
    self.arn = arn
    self.name = name
    self.destination = destination
  }
}

public struct HoursSettings: Sendable {
  public var id: String
  public var arn: String
  public var isOpen: @Sendable (Moment) -> Bool
  public init(id: String, arn: String, isOpen: @escaping @Sendable (Moment) -> Bool) {
    self.id = id
    self.arn = arn
    self.isOpen = isOpen
  }
}
