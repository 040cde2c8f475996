import Vocabulary

/// Actions that speak with participants.
extension ActionRules {
  static let participant: [ActionType: ActionRule] = [
    .messageParticipant: ActionRule(
      parameters: said, choices: [(["PromptId", "Text", "SSML", "Media"], isRequired: true)], errors: mayFail,
      flowTypes: speaking,
      references: named(.prompt, "PromptId")),
    .getParticipantInput: ActionRule(
      parameters: said + [
        .whole("InputTimeLimitSeconds", 1...180).required, .oneOf("StoreInput", "True", "False").required,
        .object("InputValidation"), .object("InputEncryption"), .object("DTMFConfiguration"),
      ], choices: [(["PromptId", "Text", "SSML", "Media"], isRequired: false)], conditions: .any,
      errors: mustHave("NoMatchingError"), flowTypes: inbound, channels: [.voice], furtherErrors: inputErrors,
      references: named(.prompt, "PromptId")),
    .disconnectParticipant: ActionRule(errors: none, isTerminal: true, flowTypes: inbound),
    .connectParticipantWithLexBot: ActionRule(
      parameters: said + [
        .object("LexV2Bot"), .object("LexBot"), .object("LexSessionAttributes"), .object("LexInitializationData"),
        .object("LexTimeoutSeconds"),
      ], choices: [(["PromptId", "Text", "SSML", "Media"], isRequired: false), (["LexV2Bot", "LexBot"], isRequired: true)],
      conditions: .any, errors: mustHave("NoMatchingError"), flowTypes: inbound,
      references: named([named(.bot, "LexV2Bot.AliasArn"), named(.prompt, "PromptId")])),
    .messageParticipantIteratively: ActionRule(
      parameters: [.list("Messages").required, .whole("InterruptFrequencySeconds", 1...100_000)],
      conditions: .values(["MessagesInterrupted"], required: false), errors: mayFail,
      flowTypes: [.customerQueue, .customerHold, .agentHold, .module], channels: [.voice], references: messages),
    .showView: ActionRule(
      parameters: [
        .object("ViewResource").required, .text("InvocationTimeLimitSeconds"), .object("ViewData"),
        .object("SensitiveDataConfiguration"),
      ], conditions: .any, errors: mustHave("NoMatchingError", "NoMatchingCondition", "TimeLimitExceeded"),
      channels: [.chat], references: named(.view, "ViewResource.Id")),
    .authenticateParticipant: ActionRule(conditions: .any, errors: mayFail, channels: [.chat]),
  ]

  private static let said: [ParameterRule] = [.text("PromptId"), .text("Text"), .text("SSML"), .object("Media")]

  /// A menu has two branches more than stored input, which has one more for a telephone number.
  private static let inputErrors: @Sendable (JSON.Object) -> [String] = { parameters in
    if parameters["StoreInput"]?.string == "False" { return ["InputTimeLimitExceeded", "NoMatchingCondition"] }
    return parameters["InputValidation"]?["PhoneNumberValidation"] == nil ? [] : ["InvalidPhoneNumber"]
  }

  private static let messages: @Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)] = { parameters in
    (parameters["Messages"]?.array ?? []).enumerated().compactMap { index, message in
      message["PromptId"]?.string.map { (.prompt, "Messages[\(index)].PromptId", $0) }
    }
  }
}
