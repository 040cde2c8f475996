import ConnectAPI

/// Searches the flows of an instance by name, description, id, type, state, status and tags.
struct SearchContactFlows: ReadOperation {
  static let rule: OperationRule<SearchContactFlowsRequest> = OperationRule(
    action: "connect:SearchContactFlows",
    resources: { [$1.arn("contact-flow", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [RefusedMember("SearchFilter.FlowAttributeFilter", because: "use TagFilter and SearchCriteria.TypeCondition")])

  func perform(_ input: SearchContactFlowsRequest, _ call: ReadCall) throws -> SearchContactFlowsResponse {
    let found = try call.search(
      .contactFlow, ContactFlows.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchContactFlowsResponse(
      contactFlows: found.page.items.map { ContactFlows.summary($0.document) }, nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
