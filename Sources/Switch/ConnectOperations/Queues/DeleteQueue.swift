import AWSWire
import ConnectAPI

/// Deletes a standard queue that nothing uses.
struct DeleteQueue: WriteOperation {
  static let rule: OperationRule<DeleteQueueRequest> = OperationRule(
    action: "connect:DeleteQueue",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId"]),
    refuses: [])

  func perform(_ input: DeleteQueueRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.queue, try Queues.standard(input.queueId, in: input.instanceId, call))
    return EmptyResponse()
  }
}
