import AWSWire
import ConnectAPI
import Link
import ResourceStore

/// Gives a user another routing profile, which must exist.
struct UpdateUserRoutingProfile: StagedOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserRoutingProfileRequest> = OperationRule(
    action: "connect:UpdateUserRoutingProfile",
    resources: {
      [
        $1.arn("agent", $0.userId, in: $0.instanceId),
        $1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId),
      ]
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "RoutingProfileId"]),
    refuses: [])

  struct Staged: Sendable {
    let before: Agent
    let after: Agent
  }

  func stage(_ input: UpdateUserRoutingProfileRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws
    -> Staged
  {
    let before = try await store.read { reader in
      AgentRoster.agent(of: try ReadCall(context: context, reader: reader).find(.user, input.userId, in: input.instanceId))
    }
    let after = Agent(
      id: before.id, instanceID: before.instanceID, arn: before.arn, username: before.username,
      routingProfileID: identifier(input.routingProfileId))
    try await users.roster.stage(after)
    return Staged(before: before, after: after)
  }

  func perform(_ input: UpdateUserRoutingProfileRequest, _ staged: Staged, _ call: WriteCall) throws -> EmptyResponse {
    try users.change(input.userId, in: input.instanceId, call) { $0.routingProfileId = staged.after.routingProfileID }
    return EmptyResponse()
  }

  func settle(_ input: UpdateUserRoutingProfileRequest, _ staged: Staged, committed: Bool) async {
    await users.roster.settle(committed ? .none : .put(staged.before))
  }
}
