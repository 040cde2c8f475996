import AWSWire
import ConnectAPI
import Link
import ResourceStore

/// Deletes a user, and with it the agent's own queue.
struct DeleteUser: StagedOperation {
  let users: Users

  static let rule: OperationRule<DeleteUserRequest> = OperationRule(
    action: "connect:DeleteUser",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId"]),
    refuses: [])

  func stage(_ input: DeleteUserRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> AgentChange {
    try await users.roster.stage {
      try await store.read { reader in
        .removed(Agent(try users.find(input.userId, in: input.instanceId, ReadCall(context: context, reader: reader))))
      }
    }
  }

  func perform(_ input: DeleteUserRequest, _ staged: AgentChange, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.user, try call.find(.user, input.userId, in: input.instanceId))
    return EmptyResponse()
  }

  func settle(_ input: DeleteUserRequest, _ staged: AgentChange, committed: Bool) async {
    await users.roster.settle(staged, committed: committed)
  }
}
