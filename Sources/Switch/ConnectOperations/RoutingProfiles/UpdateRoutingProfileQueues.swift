import AWSWire
import ConnectAPI

/// Changes priority and delay of queues that a routing profile has.
struct UpdateRoutingProfileQueues: WriteOperation {
  static let rule: OperationRule<UpdateRoutingProfileQueuesRequest> = OperationRule(
    action: "connect:UpdateRoutingProfileQueues",
    resources: { [$1.arn("routing-profile", $0.routingProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "QueueConfigs"]),
    refuses: [])

  func perform(_ input: UpdateRoutingProfileQueuesRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    for config in try AssociatedQueues.checked(input.queueConfigs, in: input.instanceId, call) {
      guard let index = found.document.queues.firstIndex(where: { $0.queueReference == config.queueReference }) else {
        let reference = config.queueReference
        throw ConnectError(
          .invalidRequest,
          "QueueConfigs: the queue \(reference.queueId) is not associated for \(reference.channel.rawValue). Associate it first.")
      }
      found.document.queues[index] = config
    }
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }
}
