import ConnectAPI
import ResourceStore

/// Creates a routing profile. Its queues must exist.
struct CreateRoutingProfile: WriteOperation {
  static let rule: OperationRule<CreateRoutingProfileRequest> = OperationRule(
    action: "connect:CreateRoutingProfile",
    resources: { input, place in
      let queues =
        [input.defaultOutboundQueueId] + (input.queueConfigs ?? []).map(\.queueReference.queueId)
        + (input.manualAssignmentQueueConfigs ?? []).map(\.queueReference.queueId)
      return [place.arn("routing-profile", "*", in: input.instanceId)]
        + queues.map { place.arn("queue", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write([
      "InstanceId", "Name", "DefaultOutboundQueueId", "QueueConfigs", "ManualAssignmentQueueConfigs", "MediaConcurrencies",
      "AgentAvailabilityTimer", "Tags",
    ]),
    refuses: [])

  func perform(_ input: CreateRoutingProfileRequest, _ call: WriteCall) throws -> CreateRoutingProfileResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let profile = RoutingProfile(
      instanceId: instance, name: input.name, routingProfileArn: call.context.place.arn("routing-profile", id, in: instance),
      routingProfileId: id, description: input.description,
      mediaConcurrencies: try RoutingProfiles.checked(input.mediaConcurrencies),
      defaultOutboundQueueId: try AssociatedQueues.standard(
        input.defaultOutboundQueueId, "DefaultOutboundQueueId", in: instance, call),
      agentAvailabilityTimer: input.agentAvailabilityTimer ?? .timeSinceLastActivity, isDefault: false)
    let stored = StoredRoutingProfile(
      profile: profile, queues: try AssociatedQueues.checked(input.queueConfigs, in: instance, call),
      manualQueues: try AssociatedQueues.checked(manual: input.manualAssignmentQueueConfigs, in: instance, call))
    let created = try call.create(.routingProfile, id: id, name: input.name, stored, tags: input.tags, in: instance)
    return CreateRoutingProfileResponse(routingProfileArn: created.arn, routingProfileId: id)
  }
}
