import ConnectAPI
import Link
import ResourceStore
import Vocabulary

/// Creates a user: an identity with a password in the keep, and an agent with a queue of its own in the switch.
struct CreateUser: StagedOperation {
  let users: Users

  static let rule: OperationRule<CreateUserRequest> = OperationRule(
    action: "connect:CreateUser",
    resources: { input, place in
      [
        place.arn("agent", "*", in: input.instanceId),
        place.arn("routing-profile", input.routingProfileId, in: input.instanceId),
      ] + input.securityProfileIds.map { place.arn("security-profile", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Username", "SecurityProfileIds", "RoutingProfileId", "Tags"]),
    refuses: Users.refusedAtCreation)

  struct Staged: Sendable {
    let agent: Agent
    let passwordHash: String?
  }

  func stage(_ input: CreateUserRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> Staged {
    let instance = try await store.read { try ReadCall(context: context, reader: $0).instance(input.instanceId) }
    let passwordHash = try await passwordHash(input.password, in: instance)
    let id = context.newID()
    let agent = Agent(
      id: id, instanceID: instance.id, arn: context.place.arn("agent", id, in: instance.id), username: input.username,
      routingProfileID: identifier(input.routingProfileId))
    try await users.roster.stage(agent)
    return Staged(agent: agent, passwordHash: passwordHash)
  }

  func perform(_ input: CreateUserRequest, _ staged: Staged, _ call: WriteCall) throws -> CreateUserResponse {
    let agent = staged.agent
    let user = User(
      id: agent.id, arn: agent.arn, username: input.username, identityInfo: input.identityInfo, phoneConfig: input.phoneConfig,
      securityProfileIds: input.securityProfileIds.map(identifier), routingProfileId: agent.routingProfileID,
      autoAcceptConfigs: input.autoAcceptConfigs, afterContactWorkConfigs: input.afterContactWorkConfigs,
      phoneNumberConfigs: input.phoneNumberConfigs, persistentConnectionConfigs: input.persistentConnectionConfigs,
      voiceEnhancementConfigs: input.voiceEnhancementConfigs)
    let closed = try users.closed(user, id: agent.id, passwordHash: staged.passwordHash)
    try call.create(
      .user, id: agent.id, name: input.username, closed.document, tags: input.tags, in: agent.instanceID, sealed: closed.sealed)
    return CreateUserResponse(userId: agent.id, userArn: agent.arn)
  }

  func settle(_ input: CreateUserRequest, _ staged: Staged, committed: Bool) async {
    await users.roster.settle(committed ? .none : .remove(id: staged.agent.id))
  }

  private func passwordHash(_ password: String?, in instance: Record) async throws -> String? {
    switch (instance.document["HasPasswords"]?.bool ?? true, password) {
    case (true, let password?):
      try PasswordRules.check(password)
      return try await users.hasher.hash(password)
    case (true, nil):
      throw ConnectError(.invalidParameter, "Password: required, since the users of this instance sign in with passwords.")
    case (false, .some):
      throw ConnectError(.invalidParameter, "Password: not allowed, since the users of this instance sign in elsewhere.")
    case (false, nil): return nil
    }
  }
}
