import AWSWire
import ConnectAPI

/// Deletes a prompt.
struct DeletePrompt: WriteOperation {
  static let rule: OperationRule<DeletePromptRequest> = OperationRule(
    action: "connect:DeletePrompt",
    resources: { [$1.arn("prompt", $0.promptId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "PromptId"]),
    refuses: [])

  func perform(_ input: DeletePromptRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.prompt, try call.find(.prompt, input.promptId, in: input.instanceId))
    return EmptyResponse()
  }
}
