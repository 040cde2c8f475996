import AWSWire
import ConnectAPI

/// Deletes a security profile that no user has.
struct DeleteSecurityProfile: WriteOperation {
  static let rule: OperationRule<DeleteSecurityProfileRequest> = OperationRule(
    action: "connect:DeleteSecurityProfile",
    resources: { [$1.arn("security-profile", $0.securityProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "SecurityProfileId"]),
    refuses: [])

  func perform(_ input: DeleteSecurityProfileRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.securityProfile, try call.find(.securityProfile, input.securityProfileId, in: input.instanceId))
    return EmptyResponse()
  }
}
