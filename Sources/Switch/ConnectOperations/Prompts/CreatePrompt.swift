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

  /// The file is taken in only for a request that would succeed so far: a refused one leaves nothing behind.
  func stage(_ input: CreatePromptRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> PromptAudio {
    try await store.read { reader in
      let instance = try Self.instance(input, ReadCall(context: context, reader: reader))
      guard try reader.record(.prompt, named: input.name, in: instance) == nil else {
        throw ConnectError.duplicate("prompt", named: input.name)
      }
      let max = context.quotas.max(of: .prompt)
      guard try reader.count(.prompt, in: instance) < max else { throw ConnectError.quota("prompt", max: max) }
    }
    return try files.take(input.s3Uri)
  }

  func perform(_ input: CreatePromptRequest, _ staged: PromptAudio, _ call: WriteCall) throws -> CreatePromptResponse {
    let instance = try Self.instance(input, call)
    let id = call.context.newID()
    let arn = call.context.place.arn("prompt", id, in: instance)
    let prompt = Prompt(promptARN: arn, promptId: id, name: input.name, description: input.description)
    try call.create(
      .prompt, id: id, name: input.name, StoredPrompt(prompt: prompt, audio: staged), tags: input.tags, in: instance)
    return CreatePromptResponse(promptARN: arn, promptId: id)
  }

  /// A file that no prompt refers to is harmless: the same upload again finds it there.
  func settle(_ input: CreatePromptRequest, _ staged: PromptAudio, committed: Bool) async {}

  /// This operation declares no ResourceNotFoundException: an instance that is not there is an invalid parameter.
  private static func instance(_ input: CreatePromptRequest, _ call: some Call) throws -> String {
    do {
      return try call.instance(input.instanceId).id
    } catch let error as ConnectError where error.code == .resourceNotFound {
      throw ConnectError(.invalidParameter, "InstanceId: \(error.message)")
    }
  }
}
