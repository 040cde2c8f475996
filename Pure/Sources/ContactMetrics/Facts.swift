public import Vocabulary

/// What is counted.
public enum MetricFact: Sendable, Hashable {
  case contact(ContactFact)
  case nonResponse(NonResponseFact)
  case activity(ActivityFact)
}

/// What a contact has come to, in the seconds that its record tells.
public struct ContactFact: Sendable, Hashable {
  public var contactID: String
  public var channel: ContactChannel
  public var subtype: String?
  public var initiationMethod: String
  /// nil outside of queues, and for an agent's own queue.
  public var queueID: String?
  public var agentID: String?
  public var routingProfileID: String?
  public var initiatedAt: Moment
  public var enqueuedAt: Moment?
  public var dequeuedAt: Moment?
  public var connectedToAgentAt: Moment?
  /// nil while the contact lives, after-contact work included.
  public var disconnectedAt: Moment?
  public var disconnectReason: String?
  public var interactionSeconds = 0
  public var holdSeconds = 0
  public var holds = 0
  public var afterContactWorkSeconds = 0
  /// Whether it went on as another contact, or at a number outside.
  public var isTransferredOut = false
  /// Whether the customer left the queue for a callback.
  public var asksForCallback = false

  public init(contactID: String, channel: ContactChannel, initiationMethod: String, initiatedAt: Moment) {
    self.contactID = contactID
    self.channel = channel
    self.initiationMethod = initiationMethod
    self.initiatedAt = initiatedAt
  }

  /// How long it stood in the queue.
  var queueSeconds: Int? {
    guard let enqueuedAt, let left = dequeuedAt ?? disconnectedAt else { return nil }
    return max(0, Int((left.microseconds - enqueuedAt.microseconds) / 1_000_000))
  }

  var isHandled: Bool { connectedToAgentAt != nil }
  var isAnsweredFromQueue: Bool { isHandled && enqueuedAt != nil }
  var isAbandoned: Bool { enqueuedAt != nil && !isHandled && !isTransferredOut && !asksForCallback }
}

/// An offer that an agent did not answer: missed, rejected, or withdrawn since the customer had gone.
public struct NonResponseFact: Sendable, Hashable {
  public var contactID: String
  public var channel: ContactChannel
  public var queueID: String?
  public var agentID: String
  public var routingProfileID: String
  public var at: Moment

  public init(
    contactID: String, channel: ContactChannel, queueID: String?, agentID: String, routingProfileID: String, at: Moment
  ) {
    self.contactID = contactID
    self.channel = channel
    self.queueID = queueID
    self.agentID = agentID
    self.routingProfileID = routingProfileID
    self.at = at
  }
}

/// What an agent did for a while, to the millisecond.
public struct ActivityFact: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// With a contact, after-contact work included, while its status is routable.
    case onContact
    /// Available, and without a contact.
    case idle
  }
  public var agentID: String
  public var routingProfileID: String
  public var kind: Kind
  public var start: Moment
  public var end: Moment

  public init(agentID: String, routingProfileID: String, kind: Kind, start: Moment, end: Moment) {
    self.agentID = agentID
    self.routingProfileID = routingProfileID
    self.kind = kind
    self.start = start
    self.end = end
  }
}

/// By what facts are filtered and grouped, in Connect's words.
public enum MetricDimension: String, Sendable, Hashable, CaseIterable {
  case queue = "QUEUE"
  case channel = "CHANNEL"
  case routingProfile = "ROUTING_PROFILE"
  case agent = "AGENT"
  case subtype = "contact/segmentAttributes/connect:Subtype"
}

extension ContactFact {
  func value(of dimension: MetricDimension) -> String? {
    switch dimension {
    case .queue: queueID
    case .channel: channel.rawValue
    case .routingProfile: routingProfileID
    case .agent: agentID
    case .subtype: subtype
    }
  }
}

extension NonResponseFact {
  func value(of dimension: MetricDimension) -> String? {
    switch dimension {
    case .queue: queueID
    case .channel: channel.rawValue
    case .routingProfile: routingProfileID
    case .agent: agentID
    case .subtype: nil
    }
  }
}

extension ActivityFact {
  func value(of dimension: MetricDimension) -> String? {
    switch dimension {
    case .routingProfile: routingProfileID
    case .agent: agentID
    case .queue, .channel, .subtype: nil
    }
  }
}
