import AWSWire
import ConnectAPI

/// Sets the channels of a routing profile, and how many contacts an agent may have on each, anew.
struct UpdateRoutingProfileConcurrency: WriteOperation {
  static let rule: OperationRule<UpdateRoutingProfileConcurrencyRequest> = OperationRule(
    action: "connect:UpdateRoutingProfileConcurrency",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "MediaConcurrencies"]),
    refuses: [])

  func perform(_ input: UpdateRoutingProfileConcurrencyRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    found.document.profile.mediaConcurrencies = try RoutingProfiles.checked(input.mediaConcurrencies)
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }
}
