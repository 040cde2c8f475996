import ConnectAPI
import Contacts

/// Changes where an open contact stands among those that wait.
struct UpdateContactRoutingData: LiveOperation {
  static let rule: OperationRule<UpdateContactRoutingDataRequest> = OperationRule(
    action: "connect:UpdateContactRoutingData",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "QueueTimeAdjustmentSeconds", "QueuePriority"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: UpdateContactRoutingDataRequest, _ call: LiveCall) async throws -> UpdateContactRoutingDataResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.updateRouting(
        input.contactId, priority: input.queuePriority, queueTimeAdjustmentSeconds: input.queueTimeAdjustmentSeconds,
        criteria: input.routingCriteria?.json, at: now)
      return UpdateContactRoutingDataResponse()
    }
  }
}
