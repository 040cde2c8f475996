import ConnectAPI

/// Describes one alias: its name, and the version that it means.
struct DescribeContactFlowModuleAlias: ReadOperation {
  static let rule: OperationRule<DescribeContactFlowModuleAliasRequest> = OperationRule(
    action: "connect:DescribeContactFlowModuleAlias",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleId", "AliasId"]),
    refuses: [])

  func perform(
    _ input: DescribeContactFlowModuleAliasRequest, _ call: ReadCall
  ) throws -> DescribeContactFlowModuleAliasResponse {
    let module = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    let alias = try call.part(.contactFlowModuleAlias, input.aliasId, of: module.record)
    return DescribeContactFlowModuleAliasResponse(contactFlowModuleAlias: alias.document)
  }
}
