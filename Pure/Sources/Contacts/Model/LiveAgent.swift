import ContactMetrics
public import Vocabulary

/// An agent as the contact centre sees it now.
public struct LiveAgent: Sendable, Hashable, Codable {
  public let id: String
  public internal(set) var statusID: String
  public internal(set) var statusSince: Moment
  /// Taken once the last contact is finished (Connect's next status).
  public internal(set) var nextStatusID: String?
  /// Whether a desk is connected.
  public internal(set) var isPresent = false
  public internal(set) var slots: [AgentSlot] = []
  /// What it does now, for the metrics; nil for what they do not count.
  var activity: Activity?

  struct Activity: Sendable, Hashable, Codable {
    let kind: ActivityFact.Kind
    let since: Moment
    let routingProfileID: String
  }

  init(id: String, statusID: String, at now: Moment) {
    self.id = id
    self.statusID = statusID
    statusSince = now
  }

  public func slot(_ contactID: String) -> AgentSlot? { slots.first { $0.contactID == contactID } }
}

/// One contact with one agent.
public struct AgentSlot: Sendable, Hashable, Codable {
  /// Connect's AgentContactState.
  public enum State: String, Sendable, Hashable, Codable {
    case connecting = "CONNECTING"
    case connected = "CONNECTED"
    case connectedOnHold = "CONNECTED_ONHOLD"
    case missed = "MISSED"
    case rejected = "REJECTED"
    case error = "ERROR"
    case ended = "ENDED"
    case paused = "PAUSED"
    case incoming = "INCOMING"
  }
  public let contactID: String
  public let channel: ContactChannel
  public let queueID: String?
  public let initiationMethod: String
  public internal(set) var state: State
  public internal(set) var since: Moment
  public internal(set) var connectedAt: Moment?
}
