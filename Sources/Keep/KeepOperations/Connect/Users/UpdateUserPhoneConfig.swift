import AWSWire
import ConnectAPI

/// Replaces the phone settings of a user.
struct UpdateUserPhoneConfig: WriteOperation {
  let users: Users

  static let rule: OperationRule<UpdateUserPhoneConfigRequest> = OperationRule(
    action: "connect:UpdateUserPhoneConfig",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId"]),
    refuses: [])

  func perform(_ input: UpdateUserPhoneConfigRequest, _ call: WriteCall) throws -> EmptyResponse {
    try users.change(input.userId, in: input.instanceId, call) { $0.phoneConfig = input.phoneConfig }
    return EmptyResponse()
  }
}
