import ConnectAPI

/// Searches the routing profiles of an instance by name, description, queue, id and tags.
struct SearchRoutingProfiles: ReadOperation {
  static let rule: OperationRule<SearchRoutingProfilesRequest> = OperationRule(
    action: "connect:SearchRoutingProfiles",
    resources: { [$1.arn("routing-profile", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchRoutingProfilesRequest, _ call: ReadCall) throws -> SearchRoutingProfilesResponse {
    let found = try call.search(
      .routingProfile, RoutingProfiles.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchRoutingProfilesResponse(
      routingProfiles: try found.page.items.map { try RoutingProfiles.described($0, withQueues: true, call) },
      nextToken: found.page.nextToken, approximateTotalCount: found.total)
  }
}
