import AWSWire
import ConnectAPI

/// Changes a routing profile's name, its description, or both; what is not given stays.
struct UpdateRoutingProfileName: WriteOperation {
  static let rule: OperationRule<UpdateRoutingProfileNameRequest> = OperationRule(
    action: "connect:UpdateRoutingProfileName",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "Name"]),
    refuses: [])

  func perform(_ input: UpdateRoutingProfileNameRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    guard input.name != nil || input.description != nil else {
      throw ConnectError(.invalidRequest, "Name: at least this or Description is needed.")
    }
    found.document.profile.name = input.name ?? found.document.profile.name
    found.document.profile.description = input.description ?? found.document.profile.description
    try call.save(.routingProfile, found, name: found.document.profile.name)
    return EmptyResponse()
  }
}
