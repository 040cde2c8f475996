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

  func stage(_ input: DeleteUserRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> Agent {
    let agent = try await store.read { reader in
      AgentRoster.agent(of: try ReadCall(context: context, reader: reader).find(.user, input.userId, in: input.instanceId))
    }
    try await users.roster.stage(agent)
    return agent
  }

  func perform(_ input: DeleteUserRequest, _ staged: Agent, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.user, try call.find(.user, input.userId, in: input.instanceId))
    return EmptyResponse()
  }

  func settle(_ input: DeleteUserRequest, _ staged: Agent, committed: Bool) async {
    await users.roster.settle(committed ? .remove(id: staged.id) : .none)
  }
}
