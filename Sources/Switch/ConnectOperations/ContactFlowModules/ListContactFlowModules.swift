import ConnectAPI
import ResourceStore

/// Lists the flow modules of an instance, or those in the state asked for.
struct ListContactFlowModules: ReadOperation {
  static let rule: OperationRule<ListContactFlowModulesRequest> = OperationRule(
    action: "connect:ListContactFlowModules",
    resources: { [$1.arn("flow-module", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleState", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListContactFlowModulesRequest, _ call: ReadCall) throws -> ListContactFlowModulesResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .contactFlowModule, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { record in
        guard let wanted = input.contactFlowModuleState else { return true }
        return try call.resource(.contactFlowModule, record).document.module.state == wanted
      }
    ) { record in
      ContactFlowModuleSummary(
        id: record.id, arn: record.arn, name: record.name,
        state: try call.resource(.contactFlowModule, record).document.module.state)
    }
    return ListContactFlowModulesResponse(contactFlowModulesSummaryList: page.items, nextToken: page.nextToken)
  }
}
