import AWSWire
import ConnectAPI

/// Replaces the names and addresses of a user.
struct UpdateUserIdentityInfo: WriteOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserIdentityInfoRequest> = OperationRule(
    action: "connect:UpdateUserIdentityInfo",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId"]),
    refuses: [])

  func perform(_ input: UpdateUserIdentityInfoRequest, _ call: WriteCall) throws -> EmptyResponse {
    try users.change(input.userId, in: input.instanceId, call) { $0.identityInfo = input.identityInfo }
    return EmptyResponse()
  }
}
