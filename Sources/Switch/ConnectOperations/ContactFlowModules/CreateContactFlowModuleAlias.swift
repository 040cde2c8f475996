import ConnectAPI

/// Gives a name to a version of a flow module.
struct CreateContactFlowModuleAlias: WriteOperation {
  static let rule: OperationRule<CreateContactFlowModuleAliasRequest> = OperationRule(
    action: "connect:CreateContactFlowModuleAlias",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "ContactFlowModuleVersion", "AliasName"]),
    refuses: [])

  func perform(
    _ input: CreateContactFlowModuleAliasRequest, _ call: WriteCall
  ) throws -> CreateContactFlowModuleAliasResponse {
    let module = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    let id = call.context.newID()
    let alias = ContactFlowModuleAliasInfo(
      contactFlowModuleId: module.id, contactFlowModuleArn: module.arn, aliasId: id, version: input.contactFlowModuleVersion,
      name: input.aliasName, description: input.description)
    try ContactFlowModuleAliases.check(alias, nameMember: "AliasName")
    try call.createPart(.contactFlowModuleAlias, id: id, name: input.aliasName, alias, of: module.record)
    return CreateContactFlowModuleAliasResponse(contactFlowModuleArn: module.arn, id: id)
  }
}
