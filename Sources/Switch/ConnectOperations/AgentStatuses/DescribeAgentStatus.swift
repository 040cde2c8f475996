import ConnectAPI

/// Describes one agent status.
struct DescribeAgentStatus: ReadOperation {
  static let rule: OperationRule<DescribeAgentStatusRequest> = OperationRule(
    action: "connect:DescribeAgentStatus",
    resources: { [$1.arn("agent-state", $0.agentStatusId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "AgentStatusId"]),
    refuses: [])

  func perform(_ input: DescribeAgentStatusRequest, _ call: ReadCall) throws -> DescribeAgentStatusResponse {
    DescribeAgentStatusResponse(agentStatus: try call.find(.agentStatus, input.agentStatusId, in: input.instanceId).document)
  }
}
