import ConnectAPI
import Contacts

/// Adds tags to an open contact.
struct TagContact: LiveOperation {
  static let rule: OperationRule<TagContactRequest> = OperationRule(
    action: "connect:TagContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "ContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: TagContactRequest, _ call: LiveCall) async throws -> TagContactResponse {
    try TagRules.check(input.tags)
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.updateTags(input.tags, removing: [], of: input.contactId, at: now)
      return TagContactResponse()
    }
  }
}
