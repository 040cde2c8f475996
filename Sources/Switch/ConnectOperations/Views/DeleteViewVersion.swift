import ConnectAPI

/// Deletes a version of a view. Its number is not used again.
struct DeleteViewVersion: WriteOperation {
  static let rule: OperationRule<DeleteViewVersionRequest> = OperationRule(
    action: "connect:DeleteViewVersion",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ViewId", "ViewVersion"]),
    refuses: [])

  func perform(_ input: DeleteViewVersionRequest, _ call: WriteCall) throws -> DeleteViewVersionResponse {
    try FlowVersions.delete(input.viewVersion, of: try call.find(.view, input.viewId, in: input.instanceId), call)
    return DeleteViewVersionResponse()
  }
}
