import ConnectAPI

/// Replaces the security profiles of a user, which must exist.
struct UpdateUserSecurityProfiles: UserChangeOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserSecurityProfilesRequest> = OperationRule(
    action: "connect:UpdateUserSecurityProfiles",
    resources: { input, place in
      [place.arn("agent", input.userId, in: input.instanceId)]
        + input.securityProfileIds.map { place.arn("security-profile", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "SecurityProfileIds"]),
    refuses: [])

  func change(_ user: inout StoredUser, _ input: UpdateUserSecurityProfilesRequest) {
    user.securityProfileIds = input.securityProfileIds.map(identifier)
  }
}

extension UpdateUserSecurityProfilesRequest: NamesUser {}
