import Vocabulary

/// Actions that change the contact.
extension ActionRules {
  static let contact: [ActionType: ActionRule] = [
    .completeOutboundCall: ActionRule(
      parameters: [.object("CallerId"), .object("VoiceConnector"), .whole("ConnectionTimeLimitSeconds", 1...600)],
      errors: mayFail,
      channels: [.voice]),
    .createTask: ActionRule(
      parameters: [
        .text("ContactFlowId"), .object("Attributes"), .text("Name"), .text("Description"), .object("References"),
        .text("DelaySeconds"), .text("ScheduledTime"), .text("TaskTemplateId"),
      ], choices: [(["DelaySeconds", "ScheduledTime"], isRequired: false)], errors: mayFail,
      references: named([named(.flow, "ContactFlowId"), named(.taskTemplate, "TaskTemplateId")])),
    .dequeueContactAndTransferToQueue: ActionRule(
      parameters: queueOrAgent, choices: [(["QueueId", "AgentId"], isRequired: true)],
      errors: mustHave("QueueAtCapacity", "NoMatchingError"), flowTypes: [.customerQueue, .module],
      references: queueOrAgentNamed),
    .endFlowModuleExecution: ActionRule(errors: none, isTerminal: true, flowTypes: [.module]),
    .invokeFlowModule: ActionRule(
      parameters: [.text("FlowModuleId").required], conditions: .any, errors: mustHave("NoMatchingError"),
      references: named(.module, "FlowModuleId")),
    .tagContact: ActionRule(parameters: [.object("Tags").required], errors: mayFail),
    .unTagContact: ActionRule(parameters: [.list("TagKeys").required], errors: mayFail),
    .transferContactToAgent: ActionRule(
      errors: mayFail, isTerminal: true, flowTypes: [.agentTransfer, .queueTransfer, .module]),
    .transferContactToQueue: ActionRule(errors: mustHave("QueueAtCapacity", "NoMatchingError"), flowTypes: transfer),
    .updateContactAttributes: ActionRule(
      parameters: [.object("Attributes").required, .oneOf("TargetContact", "Current", "Related")],
      errors: mustHave("NoMatchingError")),
    .updateContactCallbackNumber: ActionRule(
      parameters: [.path("CallbackNumber").required], errors: mustHave("InvalidCallbackNumber", "CallbackNumberNotDialable"),
      flowTypes: inbound),
    .updateContactData: ActionRule(errors: mustHave("NoMatchingError")),
    .updateContactEventHooks: ActionRule(
      parameters: [.object("EventHooks").required, .object("EventHooksConfiguration")], errors: mustHave("NoMatchingError"),
      references: hooks),
    .updateContactMediaStreamingBehavior: ActionRule(
      parameters: [
        .oneOf("MediaStreamingState", "Enabled", "Disabled").required, .list("Participants"), .text("MediaStreamType"),
      ],
      errors: mayFail, channels: [.voice]),
    .updateContactRecordingAndAnalyticsBehavior: ActionRule(
      parameters: [.object("ChatBehavior"), .object("VoiceBehavior"), .object("ScreenRecordingBehavior")],
      choices: [(["ChatBehavior", "VoiceBehavior", "ScreenRecordingBehavior"], isRequired: true)],
      errors: mustHave("NoMatchingError", "ChannelMismatch")),
    .updateContactRecordingBehavior: ActionRule(
      parameters: [.object("RecordingBehavior").required, .object("AnalyticsBehavior")], errors: .refused),
    .updateContactRoutingBehavior: ActionRule(
      parameters: [.text("QueuePriority"), .text("QueueTimeAdjustmentSeconds")],
      choices: [(["QueuePriority", "QueueTimeAdjustmentSeconds"], isRequired: true)], errors: .refused),
    .updateContactTargetQueue: ActionRule(
      parameters: queueOrAgent, choices: [(["QueueId", "AgentId"], isRequired: true)], errors: mustHave("NoMatchingError"),
      flowTypes: transfer, references: queueOrAgentNamed),
    .updateContactTextToSpeechVoice: ActionRule(
      parameters: [.text("TextToSpeechVoice").required, .text("TextToSpeechEngine"), .text("TextToSpeechStyle")],
      errors: mayFail),
    .updatePreviousContactParticipantState: ActionRule(
      parameters: [.oneOf("PreviousContactParticipantState", "AgentOnHold", "CustomerOnHold", "OffHold").required],
      errors: mayFail, channels: [.voice]),
    .updateContactMediaProcessing: ActionRule(errors: mustHave("NoMatchingError"), channels: [.chat]),
  ]

  static let queueOrAgent: [ParameterRule] = [.text("QueueId"), .text("AgentId")]
  static let queueOrAgentNamed = named([named(.queue, "QueueId"), named(.agent, "AgentId")])

  private static let hooks: @Sendable (JSON.Object) -> [(FlowReference.Kind, String, String)] = { parameters in
    (parameters["EventHooks"]?.object?.members ?? []).compactMap { hook in
      // An empty text takes the hook away.
      hook.value.string.flatMap { $0.isEmpty ? nil : (.flow, "EventHooks.\(hook.name)", $0) }
    }
  }
}
