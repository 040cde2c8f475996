import AWSWire
import ConnectAPI

/// Adds queues to a routing profile. One that it has for the same channel gets the given priority and delay.
struct AssociateRoutingProfileQueues: WriteOperation {
  static let rule: OperationRule<AssociateRoutingProfileQueuesRequest> = OperationRule(
    action: "connect:AssociateRoutingProfileQueues",
    resources: { input, place in
      let queues =
        (input.queueConfigs ?? []).map(\.queueReference.queueId)
        + (input.manualAssignmentQueueConfigs ?? []).map(\.queueReference.queueId)
      return [place.arn("routing-profile", input.routingProfileId, in: input.instanceId)]
        + queues.map { place.arn("queue", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "RoutingProfileId", "QueueConfigs", "ManualAssignmentQueueConfigs"]),
    refuses: [])

  func perform(_ input: AssociateRoutingProfileQueuesRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.routingProfile, input.routingProfileId, in: input.instanceId)
    guard input.queueConfigs != nil || input.manualAssignmentQueueConfigs != nil else {
      throw ConnectError(.invalidRequest, "QueueConfigs: at least this or ManualAssignmentQueueConfigs is needed.")
    }
    for config in try AssociatedQueues.checked(input.queueConfigs, in: input.instanceId, call) {
      if let index = found.document.queues.firstIndex(where: { $0.queueReference == config.queueReference }) {
        found.document.queues[index] = config
      } else {
        found.document.queues.append(config)
      }
    }
    for config in try AssociatedQueues.checked(manual: input.manualAssignmentQueueConfigs, in: input.instanceId, call)
    where !found.document.manualQueues.contains(config) {
      found.document.manualQueues.append(config)
    }
    try AssociatedQueues.checkCount(found.document)
    try call.save(.routingProfile, found)
    return EmptyResponse()
  }
}
