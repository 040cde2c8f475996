import AWSWire
import ConnectAPI
import Contacts

/// Ends a contact.
struct StopContact: LiveOperation {
  static let rule: OperationRule<StopContactRequest> = OperationRule(
    action: "connect:StopContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "DisconnectReason"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: StopContactRequest, _ call: LiveCall) async throws -> EmptyResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.stopContact(input.contactId, because: input.disconnectReason?.code ?? "API", at: now)
      return EmptyResponse()
    }
  }
}
