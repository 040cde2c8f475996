import ConnectAPI
import ResourceStore

/// Lists the versions of a view, the latest first.
struct ListViewVersions: ReadOperation {
  static let rule: OperationRule<ListViewVersionsRequest> = OperationRule(
    action: "connect:ListViewVersions",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ViewId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListViewVersionsRequest, _ call: ReadCall) throws -> ListViewVersionsResponse {
    let view = try call.find(.view, input.viewId, in: input.instanceId)
    var versions: [Resource<FlowVersion>] = []
    try call.forEach(.viewVersion, in: view.id) { versions.append(try call.resource(.viewVersion, $0)) }
    versions.sort { $0.document.number > $1.document.number }
    let page = try call.page(of: versions, maxResults: input.maxResults, nextToken: input.nextToken) { version in
      ViewVersionSummary(
        id: view.id, arn: version.arn, description: view.document.description, name: view.record.name, type: .customerManaged,
        version: version.document.number, versionDescription: version.document.description)
    }
    return ListViewVersionsResponse(viewVersionSummaryList: page.items, nextToken: page.nextToken)
  }
}
