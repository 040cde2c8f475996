import ConnectAPI

/// Searches the flow modules of an instance by name, description, id, state, status and tags.
struct SearchContactFlowModules: ReadOperation {
  static let rule: OperationRule<SearchContactFlowModulesRequest> = OperationRule(
    action: "connect:SearchContactFlowModules",
    resources: { [$1.arn("flow-module", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchContactFlowModulesRequest, _ call: ReadCall) throws -> SearchContactFlowModulesResponse {
    let found = try call.search(
      .contactFlowModule, ContactFlowModules.searchable, in: input.instanceId, maxResults: input.maxResults,
      nextToken: input.nextToken)
    return SearchContactFlowModulesResponse(
      contactFlowModules: found.page.items.map(\.document.module), nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
