import AWSWire
import ConnectAPI

/// Adds quick connects to a queue. One that it has keeps its place.
struct AssociateQueueQuickConnects: WriteOperation {
  static let rule: OperationRule<AssociateQueueQuickConnectsRequest> = OperationRule(
    action: "connect:AssociateQueueQuickConnects",
    resources: { input, place in
      [place.arn("queue", input.queueId, in: input.instanceId)]
        + input.quickConnectIds.map { place.arn("transfer-destination", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "QuickConnectIds"]),
    refuses: [])

  func perform(_ input: AssociateQueueQuickConnectsRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    let added = try AssociatedQuickConnects.checked(input.quickConnectIds, in: input.instanceId, call)
    queue.document.quickConnectIDs = distinct(queue.document.quickConnectIDs + added)
    try AssociatedQuickConnects.checkCount(queue.document, call)
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
