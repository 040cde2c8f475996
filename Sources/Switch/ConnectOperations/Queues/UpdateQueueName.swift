import AWSWire
import ConnectAPI

/// Changes a queue's name, its description, or both; what is not given stays.
struct UpdateQueueName: WriteOperation {
  static let rule: OperationRule<UpdateQueueNameRequest> = OperationRule(
    action: "connect:UpdateQueueName",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "Name"]),
    refuses: [])

  func perform(_ input: UpdateQueueNameRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    queue.document.name = input.name ?? queue.document.name
    queue.document.description = input.description ?? queue.document.description
    try call.save(.queue, queue, name: queue.document.name)
    return EmptyResponse()
  }
}
