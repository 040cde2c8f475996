import AWSWire
import ConnectAPI

/// Takes queues out of a routing profile; one that it does not have is no error, so that a request can be sent again.
struct DisassociateRoutingProfileQueues: WriteOperation {
  static let rule: OperationRule<DisassociateRoutingProfileQueuesRequest> = OperationRule(
    action: "connect:DisassociateRoutingProfileQueues",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "QueueReferences", "ManualAssignmentQueueReferences"]),
    refuses: [])

  func perform(_ input: DisassociateRoutingProfileQueuesRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    guard input.queueReferences != nil || input.manualAssignmentQueueReferences != nil else {
      throw ConnectError(.invalidRequest, "QueueReferences: at least this or ManualAssignmentQueueReferences is needed.")
    }
    let queues = try Self.checked(input.queueReferences, "QueueReferences", input, call)
    let manualQueues = try Self.checked(input.manualAssignmentQueueReferences, "ManualAssignmentQueueReferences", input, call)
    found.document.queues.removeAll { queues.contains($0.queueReference) }
    found.document.manualQueues.removeAll { manualQueues.contains($0.queueReference) }
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }

  private static func checked(
    _ references: [RoutingProfileQueueReference]?, _ member: String, _ input: DisassociateRoutingProfileQueuesRequest,
    _ call: WriteCall
  ) throws -> Set<RoutingProfileQueueReference> {
    let max = AssociatedQueues.removedMax
    guard (references ?? []).count <= max else {
      throw ConnectError(.invalidParameter, "\(member): one request may name \(max) at most.")
    }
    return Set(try (references ?? []).map { try AssociatedQueues.checked($0, member, in: input.instanceId, call) })
  }
}
