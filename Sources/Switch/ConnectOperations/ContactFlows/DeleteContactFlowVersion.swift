import AWSWire
import ConnectAPI

/// Deletes a version of a flow. Its number is not used again.
struct DeleteContactFlowVersion: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowVersionRequest> = OperationRule(
    action: "connect:DeleteContactFlowVersion",
    resources: { [$1.arn("contact-flow", $0.contactFlowId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId", "ContactFlowVersion"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowVersionRequest, _ call: WriteCall) throws -> EmptyResponse {
    let found = try call.find(.contactFlow, input.contactFlowId, in: input.instanceId)
    try FlowVersions.delete(input.contactFlowVersion, of: found, call)
    return EmptyResponse()
  }
}
