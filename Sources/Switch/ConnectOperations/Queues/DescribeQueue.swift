import ConnectAPI

/// Describes one queue.
struct DescribeQueue: ReadOperation {
  static let rule: OperationRule<DescribeQueueRequest> = OperationRule(
    action: "connect:DescribeQueue",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "QueueId"]),
    refuses: [])

  func perform(_ input: DescribeQueueRequest, _ call: ReadCall) throws -> DescribeQueueResponse {
    DescribeQueueResponse(queue: try call.find(.queue, input.queueId, in: input.instanceId).document.queue)
  }
}
