import AWSWire
import ConnectAPI

/// Replaces the security profiles of a user, which must exist.
struct UpdateUserSecurityProfiles: WriteOperation {
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

  func perform(_ input: UpdateUserSecurityProfilesRequest, _ call: WriteCall) throws -> EmptyResponse {
    try users.change(input.userId, in: input.instanceId, call) {
      $0.securityProfileIds = input.securityProfileIds.map(identifier)
    }
    return EmptyResponse()
  }
}
