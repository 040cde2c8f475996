import ConnectAPI
import ResourceStore

/// Changes name, description or audio of a prompt; what is not given stays.
struct UpdatePrompt: StagedOperation {
  let files: PromptFiles

  static let rule: OperationRule<UpdatePromptRequest> = OperationRule(
    action: "connect:UpdatePrompt",
    resources: { [$1.arn("prompt", $0.promptId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "PromptId", "Name"]),
    refuses: [])

  func stage(_ input: UpdatePromptRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> PromptAudio? {
    try input.s3Uri.map(files.take)
  }

  func perform(_ input: UpdatePromptRequest, _ staged: PromptAudio?, _ call: WriteCall) throws -> UpdatePromptResponse {
    var found = try call.find(.prompt, input.promptId, in: input.instanceId)
    if let name = input.name, name != found.record.name,
      try call.reader.record(.prompt, named: name, in: found.record.scope) != nil
    {
      // This operation declares no DuplicateResourceException.
      throw ConnectError(.invalidParameter, "Name: there is a prompt with the name \(name) already.")
    }
    found.document.prompt.name = input.name ?? found.document.prompt.name
    found.document.prompt.description = input.description ?? found.document.prompt.description
    found.document.audio = staged ?? found.document.audio
    try call.save(.prompt, found, name: found.document.prompt.name)
    return UpdatePromptResponse(promptARN: found.arn, promptId: found.id)
  }

  func settle(_ input: UpdatePromptRequest, _ staged: PromptAudio?, committed: Bool) async {}
}
