import FlowEngine
import FlowLanguage
import Vocabulary

extension Entropy {
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// Flows of any action with any parameters and transitions, sensible or not.
struct RandomFlow {
  private var entropy: SeededEntropy

  init(seed: UInt64) { entropy = SeededEntropy(seed: seed) }

  /// Two flows and two modules that lead to one another.
  mutating func surroundings() -> TestSurroundings {
    var surroundings = TestSurroundings()
    for id in ["f", "g"] { surroundings.flows[id] = RunnableFlow(id, acts()) }
    for id in ["m", "n"] { surroundings.modules[id] = RunnableFlow(id, acts(), type: .module) }
    return surroundings
  }

  private mutating func acts() -> [Act] {
    let count = 3 + entropy.below(8)
    let ways = (0..<count).map { index in
      let type = entropy.below(4) == 0 ? entropy.pick(ActionType.allCases) : entropy.pick(Self.waiting)
      return (type, min(index + 1, count)..<count + 1)
    }
    let acts = ways.enumerated().map { index, way in
      Act(
        id: "\(index)", type: way.0, parameters: parameters(), next: next(way.0, way.1),
        conditions: conditions(way.1), errors: errors(way.1))
    }
    return acts + [Act(id: "\(count)", type: .endFlowModuleExecution)]
  }

  /// Only what has waited leads back, so that no flow goes round until it is stopped.
  private mutating func next(_ type: ActionType, _ way: Range<Int>) -> String? {
    guard entropy.below(8) > 0 else { return nil }
    return target(Self.waiting.contains(type) && type != .invokeLambdaFunction ? 0..<way.upperBound : way)
  }

  private static let waiting: [ActionType] = [
    .messageParticipant, .getParticipantInput, .connectParticipantWithLexBot, .messageParticipantIteratively, .showView, .wait,
    .createTask, .createCallbackContact, .invokeLambdaFunction, .transferParticipantToThirdParty, .completeOutboundCall,
    .transferContactToQueue,
  ]

  private mutating func target(_ way: Range<Int>) -> String { "\(way.lowerBound + entropy.below(way.count))" }

  private mutating func conditions(_ way: Range<Int>) -> [(FlowPredicate, String)] {
    (0..<entropy.below(3)).map { _ in
      let words = ["1", "Sales", "True", "ContinueLooping", "MessagesInterrupted", "WaitCompleted", "$.Channel", "50"]
      let predicate = FlowPredicate.compare(entropy.pick(FlowOperator.allCases), operands: [entropy.pick(words)])
      return (entropy.below(4) == 0 ? .not(predicate) : predicate, target(way))
    }
  }

  private mutating func errors(_ way: Range<Int>) -> [(String, String)] {
    let types = ["NoMatchingError", "NoMatchingCondition", "InputTimeLimitExceeded", "QueueAtCapacity", "InvalidPhoneNumber"]
    return types.filter { entropy.below($0 == "NoMatchingError" ? 20 : 3) > 0 }.map { ($0, target(way)) }
  }

  private mutating func parameters() -> JSON {
    .object(Self.pool.filter { _ in entropy.below(3) > 0 }.map { ($0.0, entropy.pick($0.1)) })
  }

  /// Values that each parameter may have, good ones and bad ones.
  private static let pool: [(String, [JSON])] = [
    ("Text", ["Hi", "$.Attributes.a", "", "x$.External.a.b[0]y"]), ("PromptId", ["greeting", "lost"]), ("SSML", ["<speak/>"]),
    ("Media", [["Uri": "s3://b/k"], .null]), ("StoreInput", ["True", "False", true]), ("InputTimeLimitSeconds", ["5", -1, "x"]),
    ("InputValidation", [["CustomValidation": ["MaximumLength": "3"]], ["PhoneNumberValidation": ["NumberFormat": "E164"]]]),
    ("InputEncryption", [["EncryptionKeyId": "k", "Key": "PEM"], [:]]), ("LexV2Bot", [["AliasArn": "bot"], ["AliasArn": ""]]),
    ("LexTimeoutSeconds", [["Text": "30"]]), ("LexInitializationData", [["InitialMessage": "hello"]]),
    ("Messages", [[["Text": "a"]], [], [7], "x"]), ("InterruptFrequencySeconds", ["20", 0]),
    ("ViewResource", [["Id": "v"], [:]]), ("ViewData", [["a": "$.Attributes.a"], 7]),
    ("InvocationTimeLimitSeconds", [4, "9999"]),
    ("ConnectionTimeLimitSeconds", ["30"]), ("ContactFlowId", ["f", "g", "lost"]), ("FlowModuleId", ["m", "n", "lost"]),
    ("Attributes", [["a": "1"], ["$.Channel": "$.Attributes.a"], ["b": "$.Attributes.b$.Attributes.b!"], 3]),
    ("Name", ["n", "$.Name"]), ("Description", ["d"]), ("References", [["r": ["Type": "URL", "Value": "u"]], [1]]),
    ("DelaySeconds", ["60", "-4"]), ("ScheduledTime", ["1700000000", "99999999999999"]), ("QueueId", ["sales", "lost"]),
    ("AgentId", ["amira", "lost"]), ("Tags", [["k": "v"], ["aws:k": "v"]]), ("TagKeys", [["k"], "k"]),
    ("TargetContact", ["Current", "Related"]), ("CallbackNumber", ["+44", "x", "$.StoredCustomerInput"]),
    ("LanguageCode", ["de-DE"]), ("EventHooks", [["CustomerQueue": "f"], ["CustomerQueue": "lost"]]),
    ("RecordingBehavior", [["RecordedParticipants": ["Agent"]]]), ("ChatBehavior", [[:]]), ("VoiceBehavior", [[:]]),
    ("QueuePriority", ["1", 9_223_372_036_854_775_807, "0"]), ("QueueTimeAdjustmentSeconds", ["-5"]),
    ("TextToSpeechVoice", ["Amy"]), ("PreviousContactParticipantState", ["OffHold", "x"]),
    ("HoursOfOperationId", ["office", "night", "lost"]), ("MetricType", ["NumberOfAgentsOnline", "x"]),
    ("QueueChannel", ["Voice", "x"]),
    ("ComparisonValue", ["$.Attributes.a", "$.Channel", "$.Loop.0.Index"]), ("LoopCount", ["3", "0", "-1"]),
    ("FlowAttributes", [["f": ["Value": "$.Channel"]], ["f": 1]]), ("FlowLoggingBehavior", ["Enabled", "Disabled"]),
    ("RoutingCriteria", [["Steps": [["Expression": [:]]]], ["Steps": 1]]), ("TimeLimitSeconds", ["60", 0]),
    ("Events", [["CustomerReturned"], 1]), ("LambdaFunctionARN", ["arn:f", ""]),
    ("InvocationType", ["SYNCHRONOUS", "ASYNCHRONOUS"]),
    ("LambdaInvocationAttributes", [["p": "$.Attributes.a"], [[]]]), ("ResponseValidation", [["ResponseType": "JSON"]]),
    ("ThirdPartyPhoneNumber", ["+1", "+99"]), ("ContinueFlowExecution", ["True", "False"]),
  ]
}

/// What a host may send: mostly an answer to what is awaited, sometimes anything at all.
struct RandomEvents {
  var entropy: SeededEntropy

  mutating func next(for play: Play) -> FlowEvent {
    if entropy.below(400) == 0 { return .interrupted }
    if entropy.below(4) == 0 { return entropy.pick(anything(entropy.below(9), play.timer)) }
    let asked = play.effects.last { $0.token != nil }
    return entropy.pick(asked.map { answers(to: $0, play.token, play.timer) } ?? [.started])
  }

  private mutating func answers(to effect: FlowEffect, _ token: Int, _ timer: Int) -> [FlowEvent] {
    switch effect {
    case .present: [.presented(token: token), .presentationFailed(token: token), .timerFired(token: timer), message]
    case .askInput: [digits(token), digits(token), .inputTimedOut(token: token)]
    case .invokeFunction: [.functionAnswered(token: token, functionAnswer())]
    case .encrypt: [.encrypted(token: token, text: "e"), .encrypted(token: token, text: nil)]
    case .converse: [.botAnswered(token: token, botAnswer())]
    case .showView: [.viewAnswered(token: token, action: "Sales", data: ["a": 1]), .timerFired(token: timer)]
    case .enqueue:
      [.enqueueRefused(token: token, .atCapacity), .enqueueRefused(token: token, .other("x")), .enqueued(token: token)]
    case .createTask, .createCallback: [.created(token: token, contactID: "c2"), .creationFailed(token: token)]
    case .dialThirdParty, .completeOutboundCall:
      [DialOutcome.connected, .failed, .timedOut, .ended].map { .dialled(token: token, $0) }
    default: [.participantEvent("CustomerReturned"), .timerFired(token: timer)]
    }
  }

  private mutating func anything(_ token: Int, _ timer: Int) -> [FlowEvent] {
    [
      .presented(token: token), .presentationFailed(token: token), digits(token), .inputTimedOut(token: token), message,
      .functionAnswered(token: token, functionAnswer()), .encrypted(token: token, text: nil),
      .botAnswered(token: token, botAnswer()), .viewAnswered(token: token, action: "x", data: .null), .timerFired(token: timer),
      .enqueued(token: token), .enqueueRefused(token: token, .atCapacity), .created(token: token, contactID: "c2"),
      .creationFailed(token: token), .dialled(token: token, .ended), .participantEvent("CustomerReturned"), .started,
    ]
  }

  private let message = FlowEvent.messageReceived(contentType: "text/plain", text: "hello")

  init(entropy: SeededEntropy) { self.entropy = entropy }

  private mutating func digits(_ token: Int) -> FlowEvent {
    .inputReceived(token: token, digits: entropy.pick(["1", "12", "441632960123", ""]))
  }

  private mutating func functionAnswer() -> FunctionAnswer {
    entropy.pick([.answered(["a": ["b": ["x"]]]), .answered(["a": "b"]), .failed("x")])
  }

  private mutating func botAnswer() -> BotAnswer {
    let known = BotAnswer.fulfilled(
      intent: "Sales", slots: .init(), sessionAttributes: .init(), messages: entropy.pick([[], ["ok"]]), isConfirmed: true)
    return entropy.pick([known, .asked(messages: ["?"], sessionAttributes: .init()), .failed("x")])
  }
}
