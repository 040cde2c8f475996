import ConnectAPI

/// Searches the security profiles of an instance by name, description, id and tags.
struct SearchSecurityProfiles: ReadOperation {
  static let rule: OperationRule<SearchSecurityProfilesRequest> = OperationRule(
    action: "connect:SearchSecurityProfiles",
    resources: { [$1.arn("security-profile", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchSecurityProfilesRequest, _ call: ReadCall) throws -> SearchSecurityProfilesResponse {
    let found = try call.search(
      .securityProfile, SecurityProfiles.searchable, in: input.instanceId, maxResults: input.maxResults,
      nextToken: input.nextToken)
    return SearchSecurityProfilesResponse(
      securityProfiles: found.page.items.map(SecurityProfiles.summary), nextToken: found.page.nextToken,
      approximateTotalCount: found.total)
  }
}
