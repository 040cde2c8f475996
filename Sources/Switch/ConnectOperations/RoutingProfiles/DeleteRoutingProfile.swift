import AWSWire
import ConnectAPI

/// Deletes a routing profile that no user has.
struct DeleteRoutingProfile: WriteOperation {
  static let rule: OperationRule<DeleteRoutingProfileRequest> = OperationRule(
    action: "connect:DeleteRoutingProfile",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId"]),
    refuses: [])

  func perform(_ input: DeleteRoutingProfileRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.routingProfile, try call.find(.routingProfile, input.routingProfileId, in: input.instanceId))
    return EmptyResponse()
  }
}
