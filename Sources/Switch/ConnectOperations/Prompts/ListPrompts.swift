import ConnectAPI
import ResourceStore

/// Lists the prompts of an instance.
struct ListPrompts: ReadOperation {
  static let rule: OperationRule<ListPromptsRequest> = OperationRule(
    action: "connect:ListPrompts",
    resources: { [$1.arn("prompt", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListPromptsRequest, _ call: ReadCall) throws -> ListPromptsResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(.prompt, in: instance, maxResults: input.maxResults, nextToken: input.nextToken) { record in
      PromptSummary(
        id: record.id, arn: record.arn, name: record.name, lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListPromptsResponse(promptSummaryList: page.items, nextToken: page.nextToken)
  }
}
