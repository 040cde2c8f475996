import ConnectAPI

/// Searches the prompts of an instance by name, description, id and tags.
struct SearchPrompts: ReadOperation {
  static let rule: OperationRule<SearchPromptsRequest> = OperationRule(
    action: "connect:SearchPrompts",
    resources: { [$1.arn("prompt", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: SearchPromptsRequest, _ call: ReadCall) throws -> SearchPromptsResponse {
    let found = try call.search(
      .prompt, Prompts.searchable, in: input.instanceId, maxResults: input.maxResults, nextToken: input.nextToken)
    return SearchPromptsResponse(
      prompts: found.page.items.map(\.document.prompt), nextToken: found.page.nextToken, approximateTotalCount: found.total)
  }
}
