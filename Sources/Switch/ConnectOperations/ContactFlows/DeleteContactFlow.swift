import AWSWire
import ConnectAPI

/// Deletes a flow that nothing uses.
struct DeleteContactFlow: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowRequest> = OperationRule(
    action: "connect:DeleteContactFlow",
    resources: { [$1.arn("contact-flow", ContactFlowName($0.contactFlowId).id, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.contactFlow, try call.find(.contactFlow, ContactFlowName(input.contactFlowId).id, in: input.instanceId))
    return EmptyResponse()
  }
}
