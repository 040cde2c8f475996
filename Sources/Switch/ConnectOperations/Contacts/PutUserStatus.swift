import ConnectAPI
import Contacts

/// Sets the status of an agent; while the agent has contacts, its next one.
struct PutUserStatus: LiveOperation {
  static let rule: OperationRule<PutUserStatusRequest> = OperationRule(
    action: "connect:PutUserStatus",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId), $1.arn("agent-state", $0.agentStatusId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "AgentStatusId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: PutUserStatusRequest, _ call: LiveCall) async throws -> PutUserStatusResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.setStatus(input.agentStatusId, of: identifier(input.userId), at: now)
      return PutUserStatusResponse()
    }
  }
}
