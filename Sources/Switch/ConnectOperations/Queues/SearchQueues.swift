import ConnectAPI

/// Searches the standard queues of an instance by name, description, id, type and tags.
struct SearchQueues: ReadOperation {
  static let rule: OperationRule<SearchQueuesRequest> = OperationRule(
    action: "connect:SearchQueues",
    resources: { [$1.arn("queue", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchQueuesRequest, _ call: ReadCall) throws -> SearchQueuesResponse {
    let found = try call.search(
      .queue, Queues.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchQueuesResponse(
      queues: found.page.items.map(\.document.queue), nextToken: found.page.nextToken, approximateTotalCount: found.total)
  }
}
