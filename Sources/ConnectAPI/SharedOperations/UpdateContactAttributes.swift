/// Sets attributes of a contact, open or over.
public struct UpdateContactAttributes: LiveOperation {
  public static let rule: OperationRule<UpdateContactAttributesRequest> = OperationRule(
    action: "connect:UpdateContactAttributes",
    resources: { [$1.arn("contact", $0.initialContactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "InitialContactId"]),
    refuses: [])

  let contacts: any ContactAttributes

  public init(contacts: any ContactAttributes) { self.contacts = contacts }

  public func perform(_ input: UpdateContactAttributesRequest, _ call: LiveCall) async throws -> UpdateContactAttributesResponse {
    try await contacts.set(input, call)
  }
}

/// What changes attributes: the switch those of open contacts, the keep those of contacts that are over.
public protocol ContactAttributes: Sendable {
  /// - Throws: ConnectError.contactNotFound.
  func set(_ input: UpdateContactAttributesRequest, _ call: LiveCall) async throws -> UpdateContactAttributesResponse
}
