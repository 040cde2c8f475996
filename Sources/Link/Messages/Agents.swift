/// What routing needs to know of a user. Everything else about a user stays in the keep, a desk phone's number too.
public struct Agent: LinkStructure, Hashable {
  public static let layout = LinkLayout(
    Agent.init(id:instanceID:arn:username:routingProfileID:securityProfileIDs:isOnDeskPhone:channels:proficiencies:), \.id,
    \.instanceID, \.arn, \.username, \.routingProfileID, \.securityProfileIDs, \.isOnDeskPhone, \.channels, \.proficiencies)
  /// What holds for an agent on one channel.
  public struct ChannelSettings: LinkStructure, Hashable {
    public static let layout = LinkLayout(
      Agent.ChannelSettings.init(channel:isAutoAccepting:afterContactWorkSecondsMax:), \.channel, \.isAutoAccepting,
      \.afterContactWorkSecondsMax)
    /// Connect's word, such as `VOICE`.
    public let channel: String
    /// Whether a contact that is offered is accepted at once.
    public let isAutoAccepting: Bool
    /// How long after-contact work may take; 0 when the agent alone ends it.
    public let afterContactWorkSecondsMax: Int

    public init(channel: String, isAutoAccepting: Bool, afterContactWorkSecondsMax: Int) {
      self.channel = channel
      self.isAutoAccepting = isAutoAccepting
      self.afterContactWorkSecondsMax = afterContactWorkSecondsMax
    }
  }

  /// How well an agent knows one value of a predefined attribute.
  public struct Proficiency: LinkStructure, Hashable {
    public static let layout = LinkLayout(
      Agent.Proficiency.init(attributeName:attributeValue:level:), \.attributeName, \.attributeValue, \.level)
    public let attributeName: String
    public let attributeValue: String
    /// 1, the lowest, to 5.
    public let level: Int

    public init(attributeName: String, attributeValue: String, level: Int) {
      self.attributeName = attributeName
      self.attributeValue = attributeValue
      self.level = level
    }
  }

  public let id: String
  public let instanceID: String
  public let arn: String
  public let username: String
  public let routingProfileID: String
  public let securityProfileIDs: [String]
  /// Whether calls reach the agent on a telephone instead of the browser.
  public let isOnDeskPhone: Bool
  /// Each channel once.
  public let channels: [ChannelSettings]
  /// Each value of an attribute once.
  public let proficiencies: [Proficiency]

  public init(
    id: String, instanceID: String, arn: String, username: String, routingProfileID: String, securityProfileIDs: [String],
    isOnDeskPhone: Bool, channels: [ChannelSettings], proficiencies: [Proficiency]
  ) {
    self.id = id
    self.instanceID = instanceID
    self.arn = arn
    self.username = username
    self.routingProfileID = routingProfileID
    self.securityProfileIDs = securityProfileIDs
    self.isOnDeskPhone = isOnDeskPhone
    self.channels = channels
    self.proficiencies = proficiencies
  }
}

/// Keep to switch: this agent is to be as stated. The switch checks what the agent refers to and makes the agent's own queue.
public struct PutAgent: LinkMessage {
  public static let name = "put-agent"
  public static let layout = LinkLayout(PutAgent.init(agent:), \.agent)

  public enum Reply: Hashable {
    case done
    /// There is no such resource in the instance.
    case missing(kind: String, id: String)
  }

  public let agent: Agent

  public init(agent: Agent) { self.agent = agent }
}

/// Keep to switch: there is no such agent any more.
public struct RemoveAgent: LinkMessage {
  public static let name = "remove-agent"
  public static let layout = LinkLayout(RemoveAgent.init(id:), \.id)
  public typealias Reply = Done

  public let id: String

  public init(id: String) { self.id = id }
}

/// Keep to switch, when they meet: these are all the agents there are. What the switch has beyond them, it removes.
public struct ReconcileAgents: LinkMessage {
  public static let name = "reconcile-agents"
  public static let layout = LinkLayout(ReconcileAgents.init(agents:), \.agents)
  public typealias Reply = Done

  public let agents: [Agent]

  public init(agents: [Agent]) { self.agents = agents }
}

extension PutAgent.Reply: LinkCodable {
  public func write(into writer: inout LinkWriter) {
    switch self {
    case .done: writer.write(byte: 0)
    case .missing(let kind, let id):
      writer.write(byte: 1)
      kind.write(into: &writer)
      id.write(into: &writer)
    }
  }

  public init(from reader: inout LinkReader) throws(LinkProblem) {
    switch try reader.readByte() {
    case 0: self = .done
    case 1: self = .missing(kind: try String(from: &reader), id: try String(from: &reader))
    default: throw .malformed("an outcome is unknown")
    }
  }
}
