import Vocabulary

/// Actions that ask something of somebody else.
extension ActionRules {
  static let interaction: [ActionType: ActionRule] = [
    .createCallbackContact: ActionRule(
      parameters: queueOrAgent + [
        .whole("InitialCallDelaySeconds", 0...259_200), .whole("MaximumConnectionAttempts", 1...100),
        .whole("RetryDelaySeconds", 1...259_200), .text("ContactFlowId"), .object("CallerId"),
      ], choices: [(["QueueId", "AgentId"], isRequired: false)], errors: mustHave("NoMatchingError"), flowTypes: inbound,
      references: named([queueOrAgentNamed, named(.flow, "ContactFlowId")])),
    .invokeLambdaFunction: ActionRule(
      parameters: [
        .text("LambdaFunctionARN").required, .whole("InvocationTimeLimitSeconds", 1...60),
        .oneOf("InvocationType", "SYNCHRONOUS", "ASYNCHRONOUS"), .object("LambdaInvocationAttributes"),
        .object("ResponseValidation"),
      ], errors: mustHave("NoMatchingError"), references: named(.function, "LambdaFunctionARN")),
    .transferParticipantToThirdParty: ActionRule(
      parameters: [
        .text("ThirdPartyPhoneNumber").required, .text("ThirdPartyConnectionTimeLimitSeconds"), .text("ContinueFlowExecution"),
        .text("ThirdPartyDTMFDigits"), .object("CallerId"),
      ], errors: mayFail, channels: [.voice]),
  ]
}
