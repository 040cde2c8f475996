public import Vocabulary

/// What an execution asks its host to do. A token is answered by the event that carries it.
public enum FlowEffect: Sendable, Hashable {
  case present(token: Int, [Presentation], to: Audience, isRepeated: Bool)
  /// Stop what is being presented.
  case stopPresenting
  case askInput(token: Int, InputRequest)
  case invokeFunction(token: Int, FunctionRequest)
  /// Encrypt what the customer keyed in to the flow's public key.
  case encrypt(token: Int, keyID: String, publicKey: String, secret: String)
  case converse(token: Int, BotTurn)
  case showView(token: Int, ViewRequest)
  case startTimer(token: Int, seconds: Int)
  case cancelTimer(token: Int)
  /// Put the contact into its target queue, or move it there.
  case enqueue(token: Int, TargetQueue)
  /// Give the contact to the agent that it was meant for, without a queue.
  case transferToAgent
  case createTask(token: Int, TaskRequest)
  case createCallback(token: Int, CallbackRequest)
  case dialThirdParty(token: Int, ThirdPartyRequest)
  case completeOutboundCall(token: Int, OutboundCall)
  /// AgentOnHold, CustomerOnHold or OffHold.
  case setPreviousParticipantState(String)
  case setRecording(JSON.Object)
  case setMediaStreaming(JSON)
  /// Priority, age or criteria of a contact have changed; it may be waiting.
  case updateDemand
  case resumeContact
  case log(FlowLogEntry)
  case disconnect
  /// The execution is over.
  case finish(FlowEnding)
}

public enum FlowEnding: String, Sendable, Hashable, Codable {
  /// EndFlowExecution, or the end of a path.
  case completed
  case disconnected
  case enqueued
  case transferredToAgent
  case interrupted
  /// An error that no branch took, or a bound that was reached.
  case failed
}

public enum Audience: String, Sendable, Hashable, Codable { case customer, agent }

/// One thing to be said, played or written.
public enum Presentation: Sendable, Hashable, Codable {
  case text(String)
  case ssml(String)
  case prompt(String)
  case media(uri: String)
}

public struct InputRequest: Sendable, Hashable {
  public var presentations: [Presentation]
  /// Seconds of silence before the first digit.
  public var timeLimitSeconds: Int
  public var interdigitSeconds: Int
  /// 1 for a menu.
  public var digitsMax: Int
  public var terminator: String
  public var isCancelKeyEnabled: Bool
  /// Digits go nowhere but to the answer: no log, no transcript, no recording.
  public var isSecret: Bool
  public init(
    presentations: [Presentation], timeLimitSeconds: Int, interdigitSeconds: Int, digitsMax: Int, terminator: String,
    isCancelKeyEnabled: Bool, isSecret: Bool
  ) {
    self.presentations = presentations
    self.timeLimitSeconds = timeLimitSeconds
    self.interdigitSeconds = interdigitSeconds
    self.digitsMax = digitsMax
    self.terminator = terminator
    self.isCancelKeyEnabled = isCancelKeyEnabled
    self.isSecret = isSecret
  }
}

public struct FunctionRequest: Sendable, Hashable {
  public var arn: String
  /// Connect's event for a Lambda function: `{"Name": "ContactFlowEvent", "Details": {...}}`.
  public var payload: JSON
  public var timeLimitSeconds: Int
  public var isAsynchronous: Bool
  public init(arn: String, payload: JSON, timeLimitSeconds: Int, isAsynchronous: Bool) {
    self.arn = arn
    self.payload = payload
    self.timeLimitSeconds = timeLimitSeconds
    self.isAsynchronous = isAsynchronous
  }
}

public struct BotTurn: Sendable, Hashable {
  public var botARN: String
  /// nil for the opening turn.
  public var text: String?
  /// The language that the customer speaks, as Lex writes it, such as `en_US`.
  public var localeID: String
  public var sessionAttributes: JSON.Object
  public init(botARN: String, text: String?, localeID: String, sessionAttributes: JSON.Object) {
    self.botARN = botARN
    self.text = text
    self.localeID = localeID
    self.sessionAttributes = sessionAttributes
  }
}

public struct ViewRequest: Sendable, Hashable {
  public var viewID: String
  public var version: String
  public var data: JSON
  public var isHiddenInTranscript: Bool
  public init(viewID: String, version: String, data: JSON, isHiddenInTranscript: Bool) {
    self.viewID = viewID
    self.version = version
    self.data = data
    self.isHiddenInTranscript = isHiddenInTranscript
  }
}

public struct TaskRequest: Sendable, Hashable {
  public var flowReference: String?
  public var templateID: String?
  public var name: String
  public var description: String?
  public var references: [ContactReference]
  public var attributes: JSON.Object
  /// nil for at once.
  public var scheduledAt: Moment?
  public init(
    flowReference: String?, templateID: String?, name: String, description: String?, references: [ContactReference],
    attributes: JSON.Object, scheduledAt: Moment?
  ) {
    self.flowReference = flowReference
    self.templateID = templateID
    self.name = name
    self.description = description
    self.references = references
    self.attributes = attributes
    self.scheduledAt = scheduledAt
  }
}

public struct CallbackRequest: Sendable, Hashable {
  public var queue: TargetQueue
  public var number: String
  public var initialDelaySeconds: Int
  public var attemptsMax: Int
  public var retryDelaySeconds: Int
  public var flowReference: String?
  public var callerNumber: String?
  public init(
    queue: TargetQueue, number: String, initialDelaySeconds: Int, attemptsMax: Int, retryDelaySeconds: Int,
    flowReference: String?, callerNumber: String?
  ) {
    self.queue = queue
    self.number = number
    self.initialDelaySeconds = initialDelaySeconds
    self.attemptsMax = attemptsMax
    self.retryDelaySeconds = retryDelaySeconds
    self.flowReference = flowReference
    self.callerNumber = callerNumber
  }
}

public struct ThirdPartyRequest: Sendable, Hashable {
  public var number: String
  public var timeLimitSeconds: Int
  public var continuesFlow: Bool
  public var digits: String?
  public var callerNumber: String?
  public init(number: String, timeLimitSeconds: Int, continuesFlow: Bool, digits: String?, callerNumber: String?) {
    self.number = number
    self.timeLimitSeconds = timeLimitSeconds
    self.continuesFlow = continuesFlow
    self.digits = digits
    self.callerNumber = callerNumber
  }
}

public struct OutboundCall: Sendable, Hashable {
  public var callerNumber: String?
  public var timeLimitSeconds: Int
  public init(callerNumber: String?, timeLimitSeconds: Int) {
    self.callerNumber = callerNumber
    self.timeLimitSeconds = timeLimitSeconds
  }
}

/// One entry of the flow log, in the members of Connect's own.
public struct FlowLogEntry: Sendable, Hashable {
  public var json: JSON
  public init(json: JSON) { self.json = json }
}
