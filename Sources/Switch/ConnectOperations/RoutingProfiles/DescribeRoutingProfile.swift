import ConnectAPI

/// Describes one routing profile.
struct DescribeRoutingProfile: ReadOperation {
  static let rule: OperationRule<DescribeRoutingProfileRequest> = OperationRule(
    action: "connect:DescribeRoutingProfile",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "RoutingProfileId"]),
    refuses: [])

  func perform(_ input: DescribeRoutingProfileRequest, _ call: ReadCall) throws -> DescribeRoutingProfileResponse {
    let found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    return DescribeRoutingProfileResponse(routingProfile: try RoutingProfiles.described(found, withQueues: false, call))
  }
}
