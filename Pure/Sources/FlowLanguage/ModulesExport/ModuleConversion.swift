import Vocabulary

/// What a type of block of the older export becomes. To add one is to add its line to the catalogue.
struct ModuleConversion: Sendable {
  typealias Parameters = @Sendable (ModuleBlock) throws(FlowProblem) -> [(String, JSON)]

  let type: String
  var isTerminal = false
  /// Parameters that name a resource, old and new.
  var named: [(String, String)] = []
  /// Branches that are errors, old and new.
  var errors = ["Error": "NoMatchingError"]
  /// Errors that the older form did not have.
  var impliedErrors: [String] = []
  /// Branches that stand for a value.
  var values: [String: String] = [:]
  var parameters: Parameters = { _ in [] }

  /// nil for a type that has no counterpart.
  static func of(_ block: ModuleBlock) -> ModuleConversion? {
    block.target.flatMap { catalogue["\(block.type)/\($0)"] } ?? catalogue[block.type]
  }

  private static let catalogue: [String: ModuleConversion] = speech.merging(contact) { $1 }.merging(branching) { $1 }

  /// A parameter under its new name, where it is there.
  static func renamed(_ names: (String, String)...) -> Parameters {
    { block throws(FlowProblem) in
      var parameters: [(String, JSON)] = []
      for (old, new) in names { if let value = try block.value(old), !value.isEmpty { parameters.append((new, .string(value))) } }
      return parameters
    }
  }
}

extension ModuleConversion {
  /// What is said: text, markup or a prompt.
  private static let said: Parameters = { block throws(FlowProblem) in
    for name in ["AudioPrompt", "Prompt"] {
      if let prompt = try block.value(name) { return [("PromptId", .string(prompt))] }
    }
    guard let text = try block.value("Text") else { return [] }
    return [(try block.value("TextToSpeechType") == "ssml" ? "SSML" : "Text", .string(text))]
  }

  private static let input: Parameters = { block throws(FlowProblem) in
    try said(block) + [("InputTimeLimitSeconds", .string(try block.value("Timeout") ?? "5"))]
  }

  private static let stored: Parameters = { block throws(FlowProblem) in
    var parameters = try input(block) + [("StoreInput", "True")]
    if try block.value("CustomerInputType") == "PhoneNumber" {
      parameters.append(("InputValidation", ["PhoneNumberValidation": ["NumberFormat": "E164"]]))
    } else {
      let length = try block.value("MaxDigits") ?? "20"
      parameters.append(("InputValidation", ["CustomValidation": ["MaximumLength": .string(length)]]))
    }
    guard try block.value("EncryptEntry") == "true" else { return parameters }
    let encryption: JSON = [
      "EncryptionKeyId": .string(try block.value("EncryptionKeyId") ?? ""),
      "Key": .string(try block.value("EncryptionKey") ?? ""),
    ]
    return parameters + [("InputEncryption", encryption)]
  }

  private static let prompt = ModuleConversion(
    type: "MessageParticipant", named: [("AudioPrompt", "PromptId"), ("Prompt", "PromptId")], impliedErrors: ["NoMatchingError"],
    parameters: said)

  private static let speech: [String: ModuleConversion] = [
    "PlayPrompt": prompt, "PlayAudio": prompt,
    "GetUserInput/Digits": ModuleConversion(
      type: "GetParticipantInput",
      errors: ["Error": "NoMatchingError", "Timeout": "InputTimeLimitExceeded", "NoMatch": "NoMatchingCondition"],
      impliedErrors: ["NoMatchingError", "InputTimeLimitExceeded", "NoMatchingCondition"],
      parameters: { block throws(FlowProblem) in try input(block) + [("StoreInput", "False")] }),
    "GetUserInput/Lex": ModuleConversion(
      type: "ConnectParticipantWithLexBot", errors: ["Error": "NoMatchingError", "NoMatch": "NoMatchingCondition"],
      impliedErrors: ["NoMatchingError", "NoMatchingCondition"],
      parameters: { block throws(FlowProblem) in
        let bot: JSON = [
          "Name": .string(try block.value("BotName") ?? ""), "Region": .string(try block.value("BotRegion") ?? ""),
          "Alias": .string(try block.value("BotAlias") ?? "$LATEST"),
        ]
        return try said(block) + [("LexBot", bot)]
      }),
    "StoreCustomerInput": ModuleConversion(
      type: "GetParticipantInput", errors: ["Error": "NoMatchingError", "InvalidNumber": "InvalidPhoneNumber"],
      impliedErrors: ["NoMatchingError"], parameters: stored),
    "SetVoice": ModuleConversion(
      type: "UpdateContactTextToSpeechVoice", impliedErrors: ["NoMatchingError"],
      parameters: renamed(("GlobalVoice", "TextToSpeechVoice"))),
  ]
}

extension ModuleConversion {
  private static let toQueue = ModuleConversion(
    type: "TransferContactToQueue", errors: ["Error": "NoMatchingError", "AtCapacity": "QueueAtCapacity"],
    impliedErrors: ["NoMatchingError", "QueueAtCapacity"])

  private static let toFlow = ModuleConversion(
    type: "TransferToFlow", named: [("ContactFlowId", "ContactFlowId")], impliedErrors: ["NoMatchingError"],
    parameters: renamed(("ContactFlowId", "ContactFlowId")))

  private static let hook = ModuleConversion(
    type: "UpdateContactEventHooks", named: [("ContactFlowId", "EventHooks")], impliedErrors: ["NoMatchingError"],
    parameters: { block throws(FlowProblem) in
      [("EventHooks", .object([(block.eventHook ?? "", .string(try block.value("ContactFlowId") ?? ""))]))]
    })

  private static let queue = ModuleConversion(
    type: "UpdateContactTargetQueue", named: [("Queue", "QueueId"), ("Agent", "AgentId")], impliedErrors: ["NoMatchingError"],
    parameters: { block throws(FlowProblem) in
      // An export without the queue's ARN has its name, and an empty text in the ARN's place.
      if let agent = try block.value("Agent") { return [("AgentId", .string(agent))] }
      return [("QueueId", .string(try block.value("Queue") ?? ""))]
    })

  private static func streaming(_ state: JSON) -> ModuleConversion {
    ModuleConversion(
      type: "UpdateContactMediaStreamingBehavior", impliedErrors: ["NoMatchingError"],
      parameters: { block throws(FlowProblem) in
        let tracks = try block.values("Track")
        let directions = (tracks.contains("ToCustomer") ? ["To"] : []) + (tracks.contains("FromCustomer") ? ["From"] : [])
        let customer: JSON = [
          "ParticipantType": "Customer", "MediaDirections": .strings(directions.isEmpty ? ["To", "From"] : directions),
        ]
        return [("MediaStreamingState", state), ("MediaStreamType", "Audio"), ("Participants", [customer])]
      })
  }

  private static let contact: [String: ModuleConversion] = [
    "Disconnect": ModuleConversion(type: "DisconnectParticipant", isTerminal: true),
    "Resume": ModuleConversion(type: "EndFlowExecution", isTerminal: true),
    "EndFlowExecution": ModuleConversion(type: "EndFlowExecution", isTerminal: true),
    "Transfer/Queue": toQueue, "CustomerInQueue": toQueue, "Transfer/Flow": toFlow, "TransferToFlow": toFlow,
    "Transfer/Agent": ModuleConversion(type: "TransferContactToAgent", isTerminal: true),
    "SetEventHook": hook, "SetContactFlow": hook, "SetQueue": queue, "SetWorkingQueue": queue,
    "StartMediaStreaming": streaming("Enabled"), "StopMediaStreaming": streaming("Disabled"),
    "SetLoggingBehavior": ModuleConversion(
      type: "UpdateFlowLoggingBehavior",
      parameters: { block throws(FlowProblem) in
        [("FlowLoggingBehavior", try block.value("LoggingBehavior") == "Enable" ? "Enabled" : "Disabled")]
      }),
    "SetRecordingBehavior": ModuleConversion(
      type: "UpdateContactRecordingBehavior",
      parameters: { block throws(FlowProblem) in
        let participants: [String] =
          switch (try block.value("RecordingBehaviorOption"), try block.value("RecordingParticipantOption")) {
          case ("Disable", _): []
          case (_, "Both"): ["Agent", "Customer"]
          case (_, let one): [one ?? "Agent"]
          }
        return [("RecordingBehavior", ["RecordedParticipants": .strings(participants)])]
      }),
    "SetAttributes": ModuleConversion(
      type: "UpdateContactAttributes", impliedErrors: ["NoMatchingError"],
      parameters: { block throws(FlowProblem) in
        [("Attributes", try block.entries("Attribute")), ("TargetContact", "Current")]
      }),
    "SetScreenPop": ModuleConversion(
      type: "UpdateContactAttributes", impliedErrors: ["NoMatchingError"],
      parameters: { block throws(FlowProblem) in
        let entry = (try block.value("key") ?? "", JSON.string(try block.value("value") ?? ""))
        return [("Attributes", .object([entry])), ("TargetContact", "Current")]
      }),
    "SetCallBackNumber": ModuleConversion(
      type: "UpdateContactCallbackNumber",
      errors: ["InvalidPhoneNumber": "InvalidCallbackNumber", "NonDialableNumber": "CallbackNumberNotDialable"],
      impliedErrors: ["InvalidCallbackNumber", "CallbackNumberNotDialable"],
      parameters: renamed(("CallBackNumber", "CallbackNumber"))),
    "UpdateRoutingPriority": ModuleConversion(
      type: "UpdateContactRoutingBehavior",
      parameters: renamed(("AbsolutePosition", "QueuePriority"), ("TimeOffset", "QueueTimeAdjustmentSeconds"))),
    "InvokeExternalResource": ModuleConversion(
      type: "InvokeLambdaFunction", named: [("FunctionArn", "LambdaFunctionARN")], impliedErrors: ["NoMatchingError"],
      parameters: { block throws(FlowProblem) in
        [
          ("LambdaFunctionARN", .string(try block.value("FunctionArn") ?? "")),
          ("InvocationTimeLimitSeconds", .string(try block.value("TimeLimit") ?? "3")),
          ("LambdaInvocationAttributes", try block.entries("Parameter")),
        ]
      }),
  ]
}

extension ModuleConversion {
  private static func metric(_ type: @escaping @Sendable (ModuleBlock) throws(FlowProblem) -> String, _ values: [String: String])
    -> ModuleConversion
  {
    ModuleConversion(
      type: "CheckMetricData", named: [("Queue", "QueueId")],
      errors: ["Error": "NoMatchingError", "NoMatch": "NoMatchingCondition", "False": "NoMatchingCondition"],
      impliedErrors: ["NoMatchingError", "NoMatchingCondition"], values: values,
      parameters: { block throws(FlowProblem) in
        [("MetricType", .string(try type(block)))] + (try renamed(("Queue", "QueueId"))(block))
      })
  }

  private static let branching: [String: ModuleConversion] = [
    "CheckAttribute": ModuleConversion(
      type: "Compare", errors: ["NoMatch": "NoMatchingCondition"], impliedErrors: ["NoMatchingCondition"],
      parameters: { block throws(FlowProblem) in
        let (name, namespace) = (try block.value("Attribute") ?? "", try block.value("Namespace") ?? "")
        guard let path = ModuleNamespaces.path(namespace, name) else {
          throw block.problem("\(name) of \(namespace) has no counterpart among the paths of the flow language.")
        }
        return [("ComparisonValue", .string(path))]
      }),
    "CheckHoursOfOperation": ModuleConversion(
      type: "CheckHoursOfOperation", named: [("Hours", "HoursOfOperationId")], impliedErrors: ["NoMatchingError"],
      values: ["True": "True", "False": "False"], parameters: renamed(("Hours", "HoursOfOperationId"))),
    "CheckQueueStatus": metric({ block throws(FlowProblem) in try block.queueMetric() }, [:]),
    "PercentileBranching": ModuleConversion(
      type: "DistributeByPercentage", errors: ["NoMatch": "NoMatchingCondition"], impliedErrors: ["NoMatchingCondition"]),
    "Loop": ModuleConversion(
      type: "Loop", impliedErrors: [], values: ["Looping": "ContinueLooping", "Complete": "DoneLooping"],
      parameters: renamed(("LoopCount", "LoopCount"))),
    "GetQueueMetrics": ModuleConversion(
      type: "GetMetricData", named: [("Queue", "QueueId")], impliedErrors: ["NoMatchingError"],
      parameters: renamed(("Queue", "QueueId"))),
  ]
}

extension ModuleBlock {
  /// What the branches of a queue's status ask of.
  fileprivate func queueMetric() throws(FlowProblem) -> String {
    let words = branchWords.subtracting(["Error", "NoMatch"])
    guard words.count == 1, let word = words.first else {
      throw problem("asks of a queue's time and its size together; make two blocks of it before it is exported.")
    }
    return word == "CheckQueueTime" ? "OldestContactInQueueAgeSeconds" : "NumberOfContactsInQueue"
  }
}
