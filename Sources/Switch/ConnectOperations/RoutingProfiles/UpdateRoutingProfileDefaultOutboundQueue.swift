import AWSWire
import ConnectAPI

/// Gives a routing profile another queue for outbound calls, which must exist.
struct UpdateRoutingProfileDefaultOutboundQueue: WriteOperation {
  static let rule: OperationRule<UpdateRoutingProfileDefaultOutboundQueueRequest> = OperationRule(
    action: "connect:UpdateRoutingProfileDefaultOutboundQueue",
    resources: {
      [
        $1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId),
        $1.arn("queue", $0.defaultOutboundQueueId, in: $0.instanceId),
      ]
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "DefaultOutboundQueueId"]),
    refuses: [])

  func perform(_ input: UpdateRoutingProfileDefaultOutboundQueueRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    found.document.profile.defaultOutboundQueueId = try AssociatedQueues.standard(
      input.defaultOutboundQueueId, "DefaultOutboundQueueId", in: input.instanceId, call)
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }
}
