import AWSWire
import ConnectAPI

/// Deletes a flow that nothing uses, with its versions.
struct DeleteContactFlow: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowRequest> = OperationRule(
    action: "connect:DeleteContactFlow",
    resources: { [$1.arn("contact-flow", QualifiedFlow($0.contactFlowId).whole, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowRequest, _ call: WriteCall) throws -> EmptyResponse {
    let found = try call.find(.contactFlow, QualifiedFlow(input.contactFlowId).whole, in: input.instanceId)
    try call.deleteWithParts(.contactFlow, found)
    return EmptyResponse()
  }
}
