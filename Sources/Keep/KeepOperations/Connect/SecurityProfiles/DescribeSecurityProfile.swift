import ConnectAPI

/// Describes one security profile; its permissions and applications have lists of their own.
struct DescribeSecurityProfile: ReadOperation {
  static let rule: OperationRule<DescribeSecurityProfileRequest> = OperationRule(
    action: "connect:DescribeSecurityProfile",
    resources: { [$1.arn("security-profile", $0.securityProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "SecurityProfileId"]),
    refuses: [])

  func perform(_ input: DescribeSecurityProfileRequest, _ call: ReadCall) throws -> DescribeSecurityProfileResponse {
    let found = try call.find(.securityProfile, input.securityProfileId, in: input.instanceId)
    return DescribeSecurityProfileResponse(securityProfile: found.document.profile)
  }
}
