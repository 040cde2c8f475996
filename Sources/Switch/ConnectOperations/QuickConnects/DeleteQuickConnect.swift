import AWSWire
import ConnectAPI

/// Deletes a quick connect that no queue has.
struct DeleteQuickConnect: WriteOperation {
  static let rule: OperationRule<DeleteQuickConnectRequest> = OperationRule(
    action: "connect:DeleteQuickConnect",
    resources: { [$1.arn("transfer-destination", $0.quickConnectId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QuickConnectId"]),
    refuses: [])

  func perform(_ input: DeleteQuickConnectRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.quickConnect, try call.find(.quickConnect, input.quickConnectId, in: input.instanceId))
    return EmptyResponse()
  }
}
