import ConnectAPI

/// Searches the users of an instance by user name, names, profiles, id and tags.
struct SearchUsers: ReadOperation {
  let users: Users

  static let rule: OperationRule<SearchUsersRequest> = OperationRule(
    action: "connect:SearchUsers",
    resources: { [$1.arn("agent", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [
      RefusedMember("SearchFilter.UserAttributeFilter", because: "user hierarchies are not built"),
      RefusedMember("SearchCriteria.HierarchyGroupCondition", because: "user hierarchies are not built"),
      RefusedMember("SearchCriteria.ListCondition", because: "predefined attributes are not built"),
    ])

  func perform(_ input: SearchUsersRequest, _ call: ReadCall) throws -> SearchUsersResponse {
    let found = try call.search(
      .user, Users.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken,
      opened: users.opened)
    return SearchUsersResponse(
      users: found.page.items.map { Users.summary($0.document) }, nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
