import ConnectAPI
import ResourceStore

/// Creates a standard queue, enabled. Its hours of operation, quick connects and whisper flow for outbound calls must exist.
struct CreateQueue: WriteOperation {
  static let rule: OperationRule<CreateQueueRequest> = OperationRule(
    action: "connect:CreateQueue",
    resources: { input, place in
      [
        place.arn("queue", "*", in: input.instanceId),
        place.arn("operating-hours", input.hoursOfOperationId, in: input.instanceId),
      ] + Queues.resources(input.outboundCallerConfig, in: input.instanceId, place)
        + (input.quickConnectIds ?? []).map { place.arn("transfer-destination", $0, in: input.instanceId) }
    },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "HoursOfOperationId", "MaxContacts", "QuickConnectIds", "Tags"]),
    refuses: Queues.refusedAtCreation)

  func perform(_ input: CreateQueueRequest, _ call: WriteCall) throws -> CreateQueueResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let queue = Queue(
      name: input.name, queueArn: call.context.place.arn("queue", id, in: instance), queueId: id, description: input.description,
      outboundCallerConfig: Queues.normalised(input.outboundCallerConfig),
      hoursOfOperationId: identifier(input.hoursOfOperationId),
      maxContacts: input.maxContacts, status: .enabled)
    let stored = StoredQueue(
      queue, quickConnectIDs: try AssociatedQuickConnects.checked(input.quickConnectIds ?? [], in: instance, call))
    try AssociatedQuickConnects.checkCount(stored, call)
    let created = try call.create(.queue, id: id, name: input.name, stored, tags: input.tags, in: instance)
    return CreateQueueResponse(queueArn: created.arn, queueId: id)
  }
}
