import ConnectAPI

/// Changes name or description of a view; what is not given stays.
struct UpdateViewMetadata: WriteOperation {
  static let rule: OperationRule<UpdateViewMetadataRequest> = OperationRule(
    action: "connect:UpdateViewMetadata",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ViewId", "Name"]),
    refuses: [])

  func perform(_ input: UpdateViewMetadataRequest, _ call: WriteCall) throws -> UpdateViewMetadataResponse {
    guard input.name != nil || input.description != nil else {
      throw ConnectError(.invalidRequest, "Give Name or Description.")
    }
    var view = try call.find(.view, input.viewId, in: input.instanceId)
    view.document.description = input.description ?? view.document.description
    try call.save(.view, view, name: input.name)
    return UpdateViewMetadataResponse()
  }
}
