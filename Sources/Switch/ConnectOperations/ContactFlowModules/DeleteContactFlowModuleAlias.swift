import AWSWire
import ConnectAPI

/// Deletes an alias; the version that it means stays.
struct DeleteContactFlowModuleAlias: WriteOperation {
  static let rule: OperationRule<DeleteContactFlowModuleAliasRequest> = OperationRule(
    action: "connect:DeleteContactFlowModuleAlias",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "AliasId"]),
    refuses: [])

  func perform(_ input: DeleteContactFlowModuleAliasRequest, _ call: WriteCall) throws -> EmptyResponse {
    let module = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    try call.delete(.contactFlowModuleAlias, try call.part(.contactFlowModuleAlias, input.aliasId, of: module.record))
    return EmptyResponse()
  }
}
