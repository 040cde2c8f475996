public import FlowEngine
public import Vocabulary

/// One contact while it lives, with all that its record will say. It holds personal data: it rests encrypted, or not at all.
public struct Contact: Sendable, Hashable, Codable {
  /// Where a contact stands.
  public enum Phase: String, Sendable, Hashable, Codable {
    /// A task or a callback whose time has not come.
    case scheduled
    case inFlow
    /// In a queue, offered or not.
    case queued
    /// An agent has accepted; whispers play, or the customer is being called.
    case connecting
    case connected
    /// The customer has left, or the task is done; the agent is finishing.
    case afterContactWork
    case ended
  }

  public internal(set) var context: FlowContext
  public internal(set) var phase = Phase.inFlow
  public internal(set) var times: ContactTimes
  /// The flow that decides now, and as what.
  var execution: FlowExecution?
  var flowRole = FlowRole.inbound
  /// The flow that the contact began with, for its record.
  public internal(set) var firstFlowReference: String?
  /// What the flow waits for, by token: after a restart it is asked for again.
  var awaited: Awaited?
  public internal(set) var queue: TargetQueue?
  /// The agent that an offer stands with.
  public internal(set) var offeredTo: String?
  public internal(set) var service: AgentService?
  public internal(set) var connectionAttempts = 0
  public internal(set) var missedBy: [MissedOffer] = []
  public internal(set) var disconnectReason: String?
  public internal(set) var relatedContactID: String?
  public internal(set) var nextContactID: String?
  /// The callback that the customer asked for in its place.
  public internal(set) var callbackContactID: String?
  public internal(set) var transfer: Transfer?
  public internal(set) var chat: Chat?
  public internal(set) var task: TaskDetails?
  public internal(set) var call: Call?
  public internal(set) var callback: Callback?
  /// For the contact of a supervisor.
  public internal(set) var monitoring: Monitoring?
  var deadlines: [Deadline] = []

  init(context: FlowContext, at now: Moment) {
    self.context = context
    times = ContactTimes(initiatedAt: now)
  }

  public var id: String { context.contactID }
  public var channel: ContactChannel { context.channel }
  public var isOver: Bool { phase == .ended }
}

/// What a flow is run as, which decides what follows when it ends.
public enum FlowRole: String, Sendable, Hashable, Codable {
  /// The contact's own: when it ends without a queue, the contact ends.
  case inbound
  case customerQueue
  case agentWhisper
  case customerWhisper
  case outboundWhisper
  case customerHold
  case agentHold
  /// After the agent has left and the customer has not.
  case customerRemaining
  /// Beside the contact: it may set attributes and ends without consequence.
  case pause
  case resume
}

public struct ContactTimes: Sendable, Hashable, Codable {
  public var initiatedAt: Moment
  public var lastUpdatedAt: Moment
  public var scheduledAt: Moment?
  public var connectedToSystemAt: Moment?
  public var enqueuedAt: Moment?
  public var dequeuedAt: Moment?
  public var connectedToAgentAt: Moment?
  public var afterContactWorkStartedAt: Moment?
  public var afterContactWorkEndedAt: Moment?
  public var disconnectedAt: Moment?
  public var lastPausedAt: Moment?
  public var lastResumedAt: Moment?
  public var pausedSeconds = 0
  public var pauses = 0

  init(initiatedAt: Moment) {
    self.initiatedAt = initiatedAt
    lastUpdatedAt = initiatedAt
  }
}

/// What an agent does for a contact.
public struct AgentService: Sendable, Hashable, Codable {
  public let agent: AgentSummary
  public let routingProfileID: String
  public let acceptedAt: Moment
  public var heldSince: Moment?
  public var holds = 0
  public var holdMicroseconds: Int64 = 0
  public var longestHoldMicroseconds: Int64 = 0
  public var isMuted = false
  public var participantID: String?
}

public struct MissedOffer: Sendable, Hashable, Codable {
  public let agentID: String
  public let at: Moment
  /// Rejected by the agent, or not answered in time.
  public let isRejection: Bool
}

/// Where a contact went from here.
public struct Transfer: Sendable, Hashable, Codable {
  public enum Target: Sendable, Hashable, Codable {
    case queue(String)
    case agent(String)
    case number(String)
  }
  public let target: Target
  public var completedAt: Moment?
}

/// What is due when nothing else happens; kept with the contact, so that a restart arms it again.
public struct Deadline: Sendable, Hashable, Codable {
  public enum Purpose: Sendable, Hashable, Codable {
    case schedule
    /// The contact may live no longer.
    case expiry
    case flow(token: Int)
    /// An agent's after-contact work has a limit.
    case afterContactWork
    case callbackAnswer
    case idle(participantID: String)
    case disconnectIdle(participantID: String)
    case dial(token: Int)
    /// A suspended recording goes on.
    case recordingResumption
    /// A supervisor's telephone rings no longer.
    case monitorAnswer
  }
  public let purpose: Purpose
  public let at: Moment
}

/// A question of the flow that the outside has not answered yet.
public enum Awaited: Sendable, Hashable, Codable {
  case presentation(token: Int)
  case input(token: Int)
  case function(token: Int, arn: String, payload: JSON, timeLimitSeconds: Int)
  case bot(token: Int, arn: String)
  case view(token: Int)
  case enqueue(token: Int)
  case dial(token: Int)
}
