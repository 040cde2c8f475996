import ConnectAPI
import Contacts

/// Moves a scheduled task to another time.
struct UpdateContactSchedule: LiveOperation {
  static let rule: OperationRule<UpdateContactScheduleRequest> = OperationRule(
    action: "connect:UpdateContactSchedule",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "ScheduledTime"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: UpdateContactScheduleRequest, _ call: LiveCall) async throws -> UpdateContactScheduleResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.reschedule(input.contactId, to: input.scheduledTime, at: now)
      return UpdateContactScheduleResponse()
    }
  }
}
