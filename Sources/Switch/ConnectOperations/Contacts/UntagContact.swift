import ConnectAPI
import Contacts

/// Removes tags from an open contact.
struct UntagContact: LiveOperation {
  static let rule: OperationRule<UntagContactRequest> = OperationRule(
    action: "connect:UntagContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .tagKeys(\.tagKeys)],
    audit: .write(["InstanceId", "ContactId", "TagKeys"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: UntagContactRequest, _ call: LiveCall) async throws -> UntagContactResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.updateTags([:], removing: input.tagKeys, of: input.contactId, at: now)
      return UntagContactResponse()
    }
  }
}
