import ConnectAPI
import ResourceStore

/// Searches the views of an instance, managed ones too, by name, description, id, type, status and tags.
struct SearchViews: ReadOperation {
  static let rule: OperationRule<SearchViewsRequest> = OperationRule(
    action: "connect:SearchViews",
    resources: { [$1.arn("view", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchViewsRequest, _ call: ReadCall) throws -> SearchViewsResponse {
    let views = try Views.all(in: try call.instance(input.instanceId).id, call)
    let found = try call.search(among: views, Views.searchable, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchViewsResponse(
      views: found.page.items.map { Views.described($0, .latest) }, nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
