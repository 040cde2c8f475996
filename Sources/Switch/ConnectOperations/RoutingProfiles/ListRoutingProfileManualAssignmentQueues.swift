import ConnectAPI
import ResourceStore

/// Lists the queues whose contacts agents may take by themselves.
struct ListRoutingProfileManualAssignmentQueues: ReadOperation {
  static let rule: OperationRule<ListRoutingProfileManualAssignmentQueuesRequest> = OperationRule(
    action: "connect:ListRoutingProfileManualAssignmentQueues",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "RoutingProfileId", "MaxResults"]),
    refuses: [])

  func perform(
    _ input: ListRoutingProfileManualAssignmentQueuesRequest, _ call: ReadCall
  ) throws -> ListRoutingProfileManualAssignmentQueuesResponse {
    let found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    let all = found.document.manualQueues
    let page = try call.page(of: all, maxResults: input.maxResults, nextToken: input.nextToken) { config in
      let queue = try AssociatedQueues.queue(config.queueReference.queueId, call)
      return RoutingProfileManualAssignmentQueueConfigSummary(
        queueId: queue.id, queueArn: queue.arn, queueName: queue.name ?? "", channel: config.queueReference.channel)
    }
    return ListRoutingProfileManualAssignmentQueuesResponse(
      nextToken: page.nextToken, routingProfileManualAssignmentQueueConfigSummaryList: page.items,
      lastModifiedTime: found.record.modifiedAt, lastModifiedRegion: call.context.place.region)
  }
}
