import AWSWire
import ConnectAPI
import Contacts
import Link

/// Sets attributes of a contact, open or over.
struct UpdateContactAttributes: LiveOperation {
  static let rule: OperationRule<UpdateContactAttributesRequest> = OperationRule(
    action: "connect:UpdateContactAttributes",
    resources: { [$1.arn("contact", $0.initialContactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "InitialContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: UpdateContactAttributesRequest, _ call: LiveCall) async throws -> UpdateContactAttributesResponse {
    let isOpen = try await live.read(input.instanceId) { centre, _ in centre.contacts[input.initialContactId] != nil }
    guard isOpen else { return try await amend(input) }
    let attributes = input.attributes.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.updateAttributes(attributes, of: input.initialContactId, at: now)
      return UpdateContactAttributesResponse()
    }
  }

  private func amend(_ input: UpdateContactAttributesRequest) async throws -> UpdateContactAttributesResponse {
    let amendment = AmendContactRecord(
      instanceID: instanceIdentifier(input.instanceId), contactID: input.initialContactId, attributes: input.attributes)
    await live.host.departed(input.initialContactId)
    guard try await live.keepSide.send(amendment) else {
      throw ConnectError(.contactNotFound, "There is no contact with the id \(input.initialContactId) in this instance.")
    }
    return UpdateContactAttributesResponse()
  }
}
