import AWSWire
import ConnectAPI

/// Deletes a flow module that nothing uses.
struct DeleteContactFlowModule: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowModuleRequest> = OperationRule(
    action: "connect:DeleteContactFlowModule",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowModuleRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.contactFlowModule, try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId))
    return EmptyResponse()
  }
}
