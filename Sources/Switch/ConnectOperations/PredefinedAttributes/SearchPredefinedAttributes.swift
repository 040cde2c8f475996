import ConnectAPI

/// Searches the predefined attributes of an instance by name.
struct SearchPredefinedAttributes: ReadOperation {
  static let rule: OperationRule<SearchPredefinedAttributesRequest> = OperationRule(
    action: "connect:SearchPredefinedAttributes",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchPredefinedAttributesRequest, _ call: ReadCall) throws -> SearchPredefinedAttributesResponse {
    let found = try call.search(
      .predefinedAttribute, PredefinedAttributes.searchable, in: input.instanceId, maxResults: input.maxResults,
      nextToken: input.nextToken)
    return SearchPredefinedAttributesResponse(
      predefinedAttributes: found.page.items.map(\.document), nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
