import AWSWire
import ConnectAPI

/// Sets the caller id name and number and the whisper flow of a queue's outbound calls, both anew.
struct UpdateQueueOutboundCallerConfig: WriteOperation {
  static let rule: OperationRule<UpdateQueueOutboundCallerConfigRequest> = OperationRule(
    action: "connect:UpdateQueueOutboundCallerConfig",
    resources: { input, place in
      [place.arn("queue", input.queueId, in: input.instanceId)]
        + Queues.resources(input.outboundCallerConfig, in: input.instanceId, place)
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId"]),
    refuses: [])

  func perform(_ input: UpdateQueueOutboundCallerConfigRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    queue.document.outboundCallerConfig = Queues.normalised(input.outboundCallerConfig)
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
