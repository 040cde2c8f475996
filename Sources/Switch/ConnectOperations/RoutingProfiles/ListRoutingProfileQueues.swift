import ConnectAPI
import ResourceStore

/// Lists the queues that contacts are offered from, with priority and delay.
struct ListRoutingProfileQueues: ReadOperation {
  static let rule: OperationRule<ListRoutingProfileQueuesRequest> = OperationRule(
    action: "connect:ListRoutingProfileQueues",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "RoutingProfileId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListRoutingProfileQueuesRequest, _ call: ReadCall) throws -> ListRoutingProfileQueuesResponse {
    let found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    let page = try call.page(of: found.document.queues, maxResults: input.maxResults, nextToken: input.nextToken) { config in
      let queue = try AssociatedQueues.queue(config.queueReference.queueId, call)
      return RoutingProfileQueueConfigSummary(
        queueId: queue.id, queueArn: queue.arn, queueName: queue.name ?? "", priority: config.priority, delay: config.delay,
        channel: config.queueReference.channel)
    }
    return ListRoutingProfileQueuesResponse(
      nextToken: page.nextToken, routingProfileQueueConfigSummaryList: page.items, lastModifiedTime: found.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
