import ConnectAPI

/// Lists every attribute of an instance.
struct ListInstanceAttributes: ReadOperation {
  static let rule: OperationRule<ListInstanceAttributesRequest> = OperationRule(
    action: "connect:ListInstanceAttributes",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  /// The model lets a page hold seven at most.
  private static let pageSize = 7

  func perform(_ input: ListInstanceAttributesRequest, _ call: ReadCall) throws -> ListInstanceAttributesResponse {
    let all = Instances.attributes(of: try Instances.find(input.instanceId, call).document)
    let page = try call.page(of: all, maxResults: input.maxResults ?? Self.pageSize, nextToken: input.nextToken) { $0 }
    return ListInstanceAttributesResponse(attributes: page.items, nextToken: page.nextToken)
  }
}
