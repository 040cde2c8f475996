import AWSWire
import ConnectAPI

/// Changes name, description or version of an alias; what is not given stays.
struct UpdateContactFlowModuleAlias: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowModuleAliasRequest> = OperationRule(
    action: "connect:UpdateContactFlowModuleAlias",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "AliasId", "Name", "ContactFlowModuleVersion"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowModuleAliasRequest, _ call: WriteCall) throws -> EmptyResponse {
    let module = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    var alias = try call.part(.contactFlowModuleAlias, input.aliasId, of: module.record)
    alias.document.name = input.name ?? alias.document.name
    alias.document.description = input.description ?? alias.document.description
    alias.document.version = input.contactFlowModuleVersion ?? alias.document.version
    try ContactFlowModuleAliases.check(alias.document, nameMember: "Name")
    try call.save(.contactFlowModuleAlias, alias, name: alias.document.name)
    return EmptyResponse()
  }
}
