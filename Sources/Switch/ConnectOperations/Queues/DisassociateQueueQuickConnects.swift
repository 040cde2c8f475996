import AWSWire
import ConnectAPI

/// Takes quick connects out of a queue; one that it does not have is no error, so that a request can be sent again.
struct DisassociateQueueQuickConnects: WriteOperation {
  static let rule: OperationRule<DisassociateQueueQuickConnectsRequest> = OperationRule(
    action: "connect:DisassociateQueueQuickConnects",
    resources: { input, place in
      [place.arn("queue", input.queueId, in: input.instanceId)]
        + input.quickConnectIds.map { place.arn("transfer-destination", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QueueId", "QuickConnectIds"]),
    refuses: [])

  func perform(_ input: DisassociateQueueQuickConnectsRequest, _ call: WriteCall) throws -> EmptyResponse {
    var queue = try Queues.standard(input.queueId, in: input.instanceId, call)
    let removed = Set(try AssociatedQuickConnects.checked(input.quickConnectIds, in: input.instanceId, call))
    queue.document.quickConnectIDs.removeAll(where: removed.contains)
    try call.save(.queue, queue)
    return EmptyResponse()
  }
}
