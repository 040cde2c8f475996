public import Vocabulary

/// What a flow knows of the contact that it serves, and may change. It holds personal data: it rests encrypted, or not at all.
public struct FlowContext: Sendable, Hashable, Codable {
  public var contactID: String
  public var initialContactID: String
  public var previousContactID: String?
  public var instanceID: String
  public var instanceARN: String
  public var region: String
  public var channel: ContactChannel
  public var subtype: String?
  /// Connect's InitiationMethod: INBOUND, OUTBOUND, TRANSFER, CALLBACK, API, QUEUE_TRANSFER ...
  public var initiationMethod: String
  public var customerEndpoint: Endpoint?
  public var systemEndpoint: Endpoint?
  public var name: String?
  public var description: String?
  public var customerID: String?
  public var languageCode: String
  public var references: [ContactReference] = []
  public var tags: [String: String] = [:]
  /// Members are strings; the order is that of their first setting.
  public var attributes = JSON.Object()
  public var segmentAttributes = JSON.Object()
  public var flowAttributes = JSON.Object()
  /// `$.External`: the last answer of a Lambda function.
  public var external = JSON.Object()
  /// `$.Lex`.
  public var lex = JSON.Object()
  /// `$.Views`.
  public var views = JSON.Object()
  /// `$.Metrics`.
  public var metrics = JSON.Object()
  public var media = JSON.Object()
  public var storedCustomerInput: String?
  public var targetQueue: TargetQueue?
  public var agent: AgentSummary?
  /// 1 is the most urgent (Connect's QueuePriority).
  public var queuePriority = 5
  public var queueTimeAdjustmentSeconds = 0
  /// UpdateRoutingCriteria's RoutingCriteria with its references resolved; nil for any agent of the queue.
  public var routingCriteria: JSON?
  public var callbackNumber: String?
  /// Flow ids by the name of the hook, such as CustomerQueue; an empty id says that none is to run, not the default one either.
  public var eventHooks: [String: String] = [:]
  /// What UpdateContactRecordingBehavior and its successor set, by the name of the behaviour.
  public var recording = JSON.Object()
  public var mediaStreaming: JSON?
  public var voice = TextToSpeech()
  public var isFlowLoggingEnabled = false

  public init(
    contactID: String, initialContactID: String, previousContactID: String?, instanceID: String, instanceARN: String,
    region: String, channel: ContactChannel, initiationMethod: String, languageCode: String
  ) {
    self.contactID = contactID
    self.initialContactID = initialContactID
    self.previousContactID = previousContactID
    self.instanceID = instanceID
    self.instanceARN = instanceARN
    self.region = region
    self.channel = channel
    self.initiationMethod = initiationMethod
    self.languageCode = languageCode
  }
}

/// An address of either side: TELEPHONE_NUMBER and E.164, or CONTACT_FLOW and the like.
public struct Endpoint: Sendable, Hashable, Codable {
  public var type: String
  public var address: String
  public init(type: String, address: String) {
    self.type = type
    self.address = address
  }
}

/// Connect's Reference: URL, ATTACHMENT, STRING, NUMBER, DATE, EMAIL or CONTACT_ANALYSIS.
public struct ContactReference: Sendable, Hashable, Codable {
  public var name: String
  public var type: String
  public var value: String
  public init(name: String, type: String, value: String) {
    self.name = name
    self.type = type
    self.value = value
  }
}

/// Where a contact waits: a standard queue, or an agent's own.
public struct TargetQueue: Sendable, Hashable, Codable {
  public var id: String
  public var arn: String
  /// The agent's username for an agent queue.
  public var name: String
  public var isAgentQueue: Bool
  /// For `$.Queue.OutboundCallerId.Address`.
  public var outboundCallerNumber: String?
  public init(id: String, arn: String, name: String, isAgentQueue: Bool, outboundCallerNumber: String?) {
    self.id = id
    self.arn = arn
    self.name = name
    self.isAgentQueue = isAgentQueue
    self.outboundCallerNumber = outboundCallerNumber
  }
}

public struct AgentSummary: Sendable, Hashable, Codable {
  public var id: String
  public var arn: String
  public var username: String
  public var firstName: String
  public var lastName: String
  public init(id: String, arn: String, username: String, firstName: String, lastName: String) {
    self.id = id
    self.arn = arn
    self.username = username
    self.firstName = firstName
    self.lastName = lastName
  }
}

public struct TextToSpeech: Sendable, Hashable, Codable {
  public var voice = "Joanna"
  public var engine = "standard"
  public var style: String?
  public init() {}
}
