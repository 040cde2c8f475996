import ConnectAPI

/// Gives a user another routing profile, which must exist.
struct UpdateUserRoutingProfile: UserChangeOperation {
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

  func change(_ user: inout StoredUser, _ input: UpdateUserRoutingProfileRequest) {
    user.routingProfileId = identifier(input.routingProfileId)
  }
}

extension UpdateUserRoutingProfileRequest: NamesUser {}
