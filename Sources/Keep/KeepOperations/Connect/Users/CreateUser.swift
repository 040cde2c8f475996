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
    let user: StoredUser
    let change: AgentChange
    let passwordHash: String?
  }

  func stage(_ input: CreateUserRequest, _ context: CallContext, _ store: any ConfigurationStore) async throws -> Staged {
    let instance = try await store.read { try ReadCall(context: context, reader: $0).instance(input.instanceId) }
    let passwordHash = try await passwordHash(input.password, in: instance)
    let user = user(input, id: context.newID(), in: instance.id, context.place)
    let change = try await users.roster.stage { .made(Agent(user, id: user.id ?? "", arn: user.arn ?? "", in: instance.id)) }
    return Staged(user: user, change: change, passwordHash: passwordHash)
  }

  func perform(_ input: CreateUserRequest, _ staged: Staged, _ call: WriteCall) throws -> CreateUserResponse {
    let id = staged.user.id ?? ""
    let closed = try users.closed(staged.user, id: id, passwordHash: staged.passwordHash)
    try call.create(
      .user, id: id, name: input.username, closed.document, tags: input.tags, in: input.instanceId, sealed: closed.sealed)
    return CreateUserResponse(userId: id, userArn: staged.user.arn)
  }

  func settle(_ input: CreateUserRequest, _ staged: Staged, committed: Bool) async {
    await users.roster.settle(staged.change, committed: committed)
  }

  private func user(_ input: CreateUserRequest, id: String, in instance: String, _ place: Place) -> StoredUser {
    StoredUser(
      User(
        id: id, arn: place.arn("agent", id, in: instance), username: input.username, identityInfo: input.identityInfo,
        phoneConfig: input.phoneConfig, securityProfileIds: input.securityProfileIds.map(identifier),
        routingProfileId: identifier(input.routingProfileId), autoAcceptConfigs: input.autoAcceptConfigs,
        afterContactWorkConfigs: input.afterContactWorkConfigs, phoneNumberConfigs: input.phoneNumberConfigs,
        persistentConnectionConfigs: input.persistentConnectionConfigs, voiceEnhancementConfigs: input.voiceEnhancementConfigs))
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
