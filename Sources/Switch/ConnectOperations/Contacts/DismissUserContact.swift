import ConnectAPI
import Contacts

/// Clears a contact that an agent has done with, missed or rejected.
struct DismissUserContact: LiveOperation {
  static let rule: OperationRule<DismissUserContactRequest> = OperationRule(
    action: "connect:DismissUserContact",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId), $1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "UserId", "ContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: DismissUserContactRequest, _ call: LiveCall) async throws -> DismissUserContactResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.clearContact(input.contactId, by: identifier(input.userId), at: now)
      return DismissUserContactResponse()
    }
  }
}
