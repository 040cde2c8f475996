import Vocabulary

/// Actions that decide where the flow goes on.
extension ActionRules {
  static let flowControl: [ActionType: ActionRule] = [
    .checkHoursOfOperation: ActionRule(
      parameters: [.text("HoursOfOperationId")], conditions: .values(["True", "False"], required: true),
      errors: mustHave("NoMatchingError"), flowTypes: inbound, references: named(.hoursOfOperation, "HoursOfOperationId")),
    .checkMetricData: ActionRule(
      parameters: [.text("MetricType").required] + queueOrAgent, choices: [(["QueueId", "AgentId"], isRequired: false)],
      conditions: .any, errors: mustHave("NoMatchingError", "NoMatchingCondition"), flowTypes: inbound,
      references: queueOrAgentNamed),
    .checkOutboundCallStatus: ActionRule(conditions: .any, errors: mayFail, channels: [.voice]),
    .checkVoiceId: ActionRule(conditions: .any, errors: mayFail, channels: [.voice]),
    .compare: ActionRule(
      parameters: [.path("ComparisonValue").required], conditions: .any, errors: mustHave("NoMatchingCondition")),
    .distributeByPercentage: ActionRule(conditions: .any, errors: mustHave("NoMatchingCondition"), flowTypes: inbound),
    .endFlowExecution: ActionRule(
      errors: none, isTerminal: true,
      flowTypes: [
        .customerWhisper, .agentWhisper, .outboundWhisper, .customerQueue, .customerHold, .agentHold, .module, .contactFlow,
        .campaign,
      ]),
    .getMetricData: ActionRule(
      parameters: queueOrAgent + [.oneOf("QueueChannel", "Voice", "Chat", "Task", "Email")],
      choices: [(["QueueId", "AgentId"], isRequired: false)], errors: mustHave("NoMatchingError"),
      references: queueOrAgentNamed),
    .loop: ActionRule(
      parameters: [.text("LoopCount").required, .text("LoopName")],
      conditions: .values(["ContinueLooping", "DoneLooping"], required: true), errors: mayFail),
    .startVoiceIdStream: ActionRule(errors: mayFail, channels: [.voice]),
    .transferToFlow: ActionRule(
      parameters: [.text("ContactFlowId").required], errors: mustHave("NoMatchingError"), flowTypes: inbound,
      references: named(.flow, "ContactFlowId")),
    .updateFlowAttributes: ActionRule(parameters: [.object("FlowAttributes").required], errors: mustHave("NoMatchingError")),
    .updateFlowLoggingBehavior: ActionRule(
      parameters: [.oneOf("FlowLoggingBehavior", "Enabled", "Disabled").required], errors: .refused),
    .updateRoutingCriteria: criteria,
    .updateContactRoutingCriteria: criteria,
    .wait: ActionRule(
      parameters: [.text("TimeLimitSeconds"), .text("TimeoutSeconds"), .list("Events")],
      choices: [(["TimeLimitSeconds", "TimeoutSeconds"], isRequired: true)], conditions: .any,
      errors: mustHave("NoMatchingError"), channels: [.chat, .task]),
  ]

  private static let criteria = ActionRule(parameters: [.object("RoutingCriteria").required], errors: mayFail)
}
