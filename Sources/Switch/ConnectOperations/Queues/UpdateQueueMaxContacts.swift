import AWSWire
import ConnectAPI

/// Limits how many contacts may wait in a queue; without MaxContacts the limit is lifted.
struct UpdateQueueMaxContacts: WriteOperation {
  static let rule: OperationRule<UpdateQueueMaxContactsRequest> = OperationRule(
    action: "connect:UpdateQueueMaxContacts",
    resources: { [$1.arn("queue", $0.queueId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "MaxContacts"]),
    refuses: [])

  func perform(_ input: UpdateQueueMaxContactsRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    queue.document.maxContacts = input.maxContacts
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
