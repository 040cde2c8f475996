import ConnectAPI

/// Describes one prompt.
struct DescribePrompt: ReadOperation {
  static let rule: OperationRule<DescribePromptRequest> = OperationRule(
    action: "connect:DescribePrompt",
    resources: { [$1.arn("prompt", $0.promptId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "PromptId"]),
    refuses: [])

  func perform(_ input: DescribePromptRequest, _ call: ReadCall) throws -> DescribePromptResponse {
    DescribePromptResponse(prompt: try call.find(.prompt, input.promptId, in: input.instanceId).document.prompt)
  }
}
