import AWSWire
import ConnectAPI

/// Enables or disables a queue.
struct UpdateQueueStatus: WriteOperation {
  static let rule: OperationRule<UpdateQueueStatusRequest> = OperationRule(
    action: "connect:UpdateQueueStatus",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "Status"]),
    refuses: [])

  func perform(_ input: UpdateQueueStatusRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    queue.document.status = input.status
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
