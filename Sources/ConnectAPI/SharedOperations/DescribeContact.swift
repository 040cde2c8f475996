/// Describes a contact, open or over.
public struct DescribeContact: LiveOperation {
  public static let rule: OperationRule<DescribeContactRequest> = OperationRule(
    action: "connect:DescribeContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactId"]),
    refuses: [])

  let contacts: any ContactLookup

  public init(contacts: any ContactLookup) { self.contacts = contacts }

  public func perform(_ input: DescribeContactRequest, _ call: LiveCall) async throws -> DescribeContactResponse {
    let contact = try await contacts.described(input.contactId, in: input.instanceId)
    return DescribeContactResponse(contact: contact.shape(call.context.place, in: input.instanceId))
  }
}
