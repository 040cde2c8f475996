import ConnectAPI
import ResourceStore

/// Lists the aliases of a flow module in the order of their creation.
struct ListContactFlowModuleAliases: ReadOperation {
  static let rule: OperationRule<ListContactFlowModuleAliasesRequest> = OperationRule(
    action: "connect:ListContactFlowModuleAliases",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleId", "MaxResults"]),
    refuses: [])

  func perform(
    _ input: ListContactFlowModuleAliasesRequest, _ call: ReadCall
  ) throws -> ListContactFlowModuleAliasesResponse {
    let module = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    let page = try call.page(
      .contactFlowModuleAlias, in: module.id, maxResults: input.maxResults, nextToken: input.nextToken
    ) { record in
      let alias = try call.resource(.contactFlowModuleAlias, record).document
      return ContactFlowModuleAliasSummary(
        arn: record.arn, aliasId: alias.aliasId, version: alias.version, aliasName: alias.name,
        aliasDescription: alias.description, lastModifiedTime: alias.lastModifiedTime)
    }
    return ListContactFlowModuleAliasesResponse(contactFlowModuleAliasSummaryList: page.items, nextToken: page.nextToken)
  }
}
