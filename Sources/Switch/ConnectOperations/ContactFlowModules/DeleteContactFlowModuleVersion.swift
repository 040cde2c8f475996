import AWSWire
import ConnectAPI

/// Deletes a version of a flow module that no alias means. Its number is not used again.
struct DeleteContactFlowModuleVersion: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowModuleVersionRequest> = OperationRule(
    action: "connect:DeleteContactFlowModuleVersion",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "ContactFlowModuleVersion"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowModuleVersionRequest, _ call: WriteCall) throws -> EmptyResponse {
    let found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    try FlowVersions.delete(input.contactFlowModuleVersion, of: found, call)
    return EmptyResponse()
  }
}
