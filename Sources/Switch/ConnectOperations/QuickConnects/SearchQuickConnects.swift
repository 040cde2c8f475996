import ConnectAPI

/// Searches the quick connects of an instance by name, description, id and tags.
struct SearchQuickConnects: ReadOperation {
  static let rule: OperationRule<SearchQuickConnectsRequest> = OperationRule(
    action: "connect:SearchQuickConnects",
    resources: { [$1.arn("transfer-destination", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchQuickConnectsRequest, _ call: ReadCall) throws -> SearchQuickConnectsResponse {
    let found = try call.search(
      .quickConnect, QuickConnects.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchQuickConnectsResponse(
      quickConnects: found.page.items.map(\.document), nextToken: found.page.nextToken, approximateTotalCount: found.total)
  }
}
