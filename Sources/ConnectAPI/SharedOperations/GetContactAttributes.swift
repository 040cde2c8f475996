/// Tells the attributes of a contact, open or over.
public struct GetContactAttributes: LiveOperation {
  public static let rule: OperationRule<GetContactAttributesRequest> = OperationRule(
    action: "connect:GetContactAttributes",
    resources: { [$1.arn("contact", $0.initialContactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "InitialContactId"]),
    refuses: [])

  let contacts: any ContactLookup

  public init(contacts: any ContactLookup) { self.contacts = contacts }

  public func perform(_ input: GetContactAttributesRequest, _ call: LiveCall) async throws -> GetContactAttributesResponse {
    let contact = try await contacts.described(input.initialContactId, in: input.instanceId)
    return GetContactAttributesResponse(attributes: contact.attributes)
  }
}
