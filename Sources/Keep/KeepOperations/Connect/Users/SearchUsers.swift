import ConnectAPI

/// Searches the users of an instance by user name, names, profiles, proficiencies, id and tags.
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
    ])

  func perform(_ input: SearchUsersRequest, _ call: ReadCall) throws -> SearchUsersResponse {
    if let criteria = input.searchCriteria { try ProficiencyCondition.check(criteria) }
    let found = try call.search(
      .user, Users.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken,
      opened: users.opened)
    return SearchUsersResponse(
      users: found.page.items.map { Users.summary($0.document.user) }, nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
