import ConnectAPI

/// Deletes a view with its versions. A flow that names it takes its error branch there.
struct DeleteView: WriteOperation {
  static let rule: OperationRule<DeleteViewRequest> = OperationRule(
    action: "connect:DeleteView",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ViewId"]),
    refuses: [])

  func perform(_ input: DeleteViewRequest, _ call: WriteCall) throws -> DeleteViewResponse {
    try call.deleteWithParts(.view, try call.find(.view, input.viewId, in: input.instanceId))
    return DeleteViewResponse()
  }
}
