import ConnectAPI
import ResourceStore

/// Lists the flows of an instance, or those of the types asked for.
struct ListContactFlows: ReadOperation {
  static let rule: OperationRule<ListContactFlowsRequest> = OperationRule(
    action: "connect:ListContactFlows",
    resources: { [$1.arn("contact-flow", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowTypes", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListContactFlowsRequest, _ call: ReadCall) throws -> ListContactFlowsResponse {
    let instance = try call.instance(input.instanceId).id
    let types = Set(input.contactFlowTypes?.isEmpty == false ? input.contactFlowTypes ?? [] : ContactFlowType.allCases)
    let page = try call.page(
      .contactFlow, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { try types.contains(call.resource(.contactFlow, $0).document.flow.type ?? .contactFlow) }
    ) { record in
      let stored = try call.resource(.contactFlow, record).document
      return ContactFlowSummary(
        id: record.id, arn: record.arn, name: record.name, contactFlowType: stored.flow.type, contactFlowState: stored.flow.state,
        contactFlowStatus: ContactFlows.status(of: stored))
    }
    return ListContactFlowsResponse(contactFlowSummaryList: page.items, nextToken: page.nextToken)
  }
}
