import AWSWire
import ConnectAPI

/// Gives a queue other hours of operation, which must exist.
struct UpdateQueueHoursOfOperation: WriteOperation {
  static let rule: OperationRule<UpdateQueueHoursOfOperationRequest> = OperationRule(
    action: "connect:UpdateQueueHoursOfOperation",
    resources: {
      [
        $1.arn("queue", $0.queueId, in: $0.instanceId),
        $1.arn("operating-hours", $0.hoursOfOperationId, in: $0.instanceId),
      ]
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "HoursOfOperationId"]),
    refuses: [])

  func perform(_ input: UpdateQueueHoursOfOperationRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    queue.document.hoursOfOperationId = identifier(input.hoursOfOperationId)
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
