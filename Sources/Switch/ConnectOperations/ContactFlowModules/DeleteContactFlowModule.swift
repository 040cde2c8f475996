import AWSWire
import ConnectAPI

/// Deletes a flow module that nothing uses, with its versions and aliases.
struct DeleteContactFlowModule: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowModuleRequest> = OperationRule(
    action: "connect:DeleteContactFlowModule",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowModuleRequest, _ call: WriteCall) throws -> EmptyResponse {
    let found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    try call.deleteWithParts(.contactFlowModule, found)
    return EmptyResponse()
  }
}
