import ConnectAPI
import ResourceStore

/// Lists the queues of an instance: the standard ones and each agent's own, or those of the types asked for.
struct ListQueues: ReadOperation {
  static let rule: OperationRule<ListQueuesRequest> = OperationRule(
    action: "connect:ListQueues",
    resources: { [$1.arn("queue", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "QueueTypes", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListQueuesRequest, _ call: ReadCall) throws -> ListQueuesResponse {
    let instance = try call.instance(input.instanceId).id
    let types = Set(input.queueTypes ?? QueueType.allCases)
    let page = try call.page(
      .queue, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { types.contains(Queues.type(of: $0)) }
    ) { record in
      QueueSummary(
        id: record.id, arn: record.arn, name: record.name, queueType: Queues.type(of: record),
        lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListQueuesResponse(queueSummaryList: page.items, nextToken: page.nextToken)
  }
}
