import ConnectAPI
import Contacts
import FlowEngine

/// Changes what is known of an open contact.
struct UpdateContact: LiveOperation {
  static let rule: OperationRule<UpdateContactRequest> = OperationRule(
    action: "connect:UpdateContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId"]),
    refuses: [
      RefusedMember("QueueInfo", because: "contacts from other systems are not built"),
      RefusedMember("UserInfo", because: "contacts from other systems are not built"),
      RefusedMember("SystemEndpoint", because: "contacts from other systems are not built"),
    ])

  let live: LiveContacts

  func perform(_ input: UpdateContactRequest, _ call: LiveCall) async throws -> UpdateContactResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.update(
        input.contactId, name: input.name, description: input.description,
        references: input.references.map { Beginnings.references($0) },
        segmentAttributes: input.segmentAttributes.map { Beginnings.segmentAttributes($0) },
        customerEndpoint: input.customerEndpoint.map { Endpoint(type: $0.type?.rawValue ?? "", address: $0.address ?? "") },
        at: now)
      return UpdateContactResponse()
    }
  }
}
