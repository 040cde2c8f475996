import ConnectAPI
import ResourceStore

/// Lists the quick connects of a queue, in the order in which they were associated.
struct ListQueueQuickConnects: ReadOperation {
  static let rule: OperationRule<ListQueueQuickConnectsRequest> = OperationRule(
    action: "connect:ListQueueQuickConnects",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "QueueId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListQueueQuickConnectsRequest, _ call: ReadCall) throws -> ListQueueQuickConnectsResponse {
    let queue = try call.find(.queue, input.queueId, in: input.instanceId)
    let page = try call.page(
      of: queue.document.quickConnectIDs, maxResults: input.maxResults, nextToken: input.nextToken
    ) { id in
      QuickConnects.summary(try call.find(.quickConnect, id, in: input.instanceId), call)
    }
    return ListQueueQuickConnectsResponse(
      nextToken: page.nextToken, quickConnectSummaryList: page.items, lastModifiedTime: queue.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
