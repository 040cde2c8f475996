import ConnectAPI
import Contacts
import Vocabulary

/// Lets an open chat take up the past of one that is over.
struct CreatePersistentContactAssociation: LiveOperation {
  static let rule: OperationRule<CreatePersistentContactAssociationRequest> = OperationRule(
    action: "connect:CreatePersistentContactAssociation",
    resources: { [$1.arn("contact", $0.initialContactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "InitialContactId", "RehydrationType", "SourceContactId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: CreatePersistentContactAssociationRequest, _ call: LiveCall) async throws
    -> CreatePersistentContactAssociationResponse
  {
    try await live.read(input.instanceId) { centre, _ in try centre.checkRehydration(of: input.initialContactId) }
    await live.host.departed(input.sourceContactId)
    guard let key = await live.host.keys.existing(input.initialContactId)?.id else {
      throw ConnectError.noContact(input.initialContactId)
    }
    try await live.grantPast(to: key, call)
    let source = Rehydration(contactID: input.sourceContactId, isEntire: input.rehydrationType == .entirePastSession)
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.rehydrate(input.initialContactId, from: source, at: now)
      return CreatePersistentContactAssociationResponse(continuedFromContactId: source.contactID)
    }
  }
}
