import ConnectAPI

/// Describes a contact, open or over.
struct DescribeContact: LiveOperation {
  static let rule: OperationRule<DescribeContactRequest> = OperationRule(
    action: "connect:DescribeContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: DescribeContactRequest, _ call: LiveCall) async throws -> DescribeContactResponse {
    let contact = try await live.described(input.contactId, in: input.instanceId)
    return DescribeContactResponse(contact: contact.shape(call.context.place, in: input.instanceId))
  }
}
