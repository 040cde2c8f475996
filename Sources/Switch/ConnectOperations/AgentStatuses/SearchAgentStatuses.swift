import ConnectAPI

/// Searches the agent statuses of an instance by name, description, state, type, display order, id and tags.
struct SearchAgentStatuses: ReadOperation {
  static let rule: OperationRule<SearchAgentStatusesRequest> = OperationRule(
    action: "connect:SearchAgentStatuses",
    resources: { [$1.arn("agent-state", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchAgentStatusesRequest, _ call: ReadCall) throws -> SearchAgentStatusesResponse {
    let found = try call.search(
      .agentStatus, AgentStatuses.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchAgentStatusesResponse(
      agentStatuses: found.page.items.map(\.document), nextToken: found.page.nextToken, approximateTotalCount: found.total)
  }
}
