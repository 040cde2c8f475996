import ConnectAPI
import ResourceStore

/// Lists the views of an instance by type and name: the managed ones, then its own.
struct ListViews: ReadOperation {
  static let rule: OperationRule<ListViewsRequest> = OperationRule(
    action: "connect:ListViews",
    resources: { [$1.arn("view", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "Type", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListViewsRequest, _ call: ReadCall) throws -> ListViewsResponse {
    let views = try Views.all(in: try call.instance(input.instanceId).id, call)
      .filter { input.type == nil || $0.document.type == input.type }
    let page = try call.page(of: views, maxResults: input.maxResults, nextToken: input.nextToken) { view in
      ViewSummary(
        id: view.id, arn: view.arn, name: view.record.name, type: view.document.type, status: view.document.status,
        description: view.document.description)
    }
    return ListViewsResponse(viewsSummaryList: page.items, nextToken: page.nextToken)
  }
}
