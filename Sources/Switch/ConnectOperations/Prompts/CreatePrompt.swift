import ConnectAPI
import ResourceStore

/// Creates a prompt from a WAV file. The file is taken in before the transaction that makes the prompt.
struct CreatePrompt: StagedOperation {
  let files: PromptFiles

  static let rule: OperationRule<CreatePromptRequest> = OperationRule(
    action: "connect:CreatePrompt",
    resources: { [$1.arn("prompt", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "Tags"]),
    refuses: [])

  func stage(_ input: CreatePromptRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> PromptAudio {
    try files.take(input.s3Uri)
  }

  func perform(_ input: CreatePromptRequest, _ staged: PromptAudio, _ call: WriteCall) throws -> CreatePromptResponse {
    // This operation declares no ResourceNotFoundException.
    guard let instance = try? call.instance(input.instanceId).id else {
      throw ConnectError(.invalidParameter, "InstanceId: there is no instance with the id \(input.instanceId).")
    }
    let id = call.context.newID()
    let arn = call.context.place.arn("prompt", id, in: instance)
    let prompt = Prompt(promptARN: arn, promptId: id, name: input.name, description: input.description)
    try call.create(
      .prompt, id: id, name: input.name, StoredPrompt(prompt: prompt, audio: staged), tags: input.tags, in: instance)
    return CreatePromptResponse(promptARN: arn, promptId: id)
  }

  /// A file that no prompt refers to is harmless: the same upload again finds it there.
  func settle(_ input: CreatePromptRequest, _ staged: PromptAudio, committed: Bool) async {}
}
