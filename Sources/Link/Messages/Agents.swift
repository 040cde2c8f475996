/// What routing needs to know of a user. Everything else about a user stays in the keep.
public struct Agent: Sendable, Hashable {
  public let id: String
  public let instanceID: String
  public let arn: String
  public let username: String
  public let routingProfileID: String

  public init(id: String, instanceID: String, arn: String, username: String, routingProfileID: String) {
    self.id = id
    self.instanceID = instanceID
    self.arn = arn
    self.username = username
    self.routingProfileID = routingProfileID
  }
}

/// Keep to switch: this agent is to be as stated. The switch checks what the agent refers to and makes the agent's own queue.
public struct PutAgent: LinkMessage {
  public static let name = "put-agent"

  public enum Reply: Sendable, Hashable {
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
  public struct Reply: Sendable { public init() {} }

  public let id: String

  public init(id: String) { self.id = id }
}

/// Keep to switch, when they meet: these are all the agents there are. What the switch has beyond them, it removes.
public struct ReconcileAgents: LinkMessage {
  public static let name = "reconcile-agents"
  public struct Reply: Sendable { public init() {} }

  public let agents: [Agent]

  public init(agents: [Agent]) { self.agents = agents }
}
