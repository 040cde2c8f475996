import ConnectAPI
import Contacts
import FlowEngine
import Vocabulary

/// Adds a participant to a chat: a bot of the customer's own, who gets a token to take part.
struct CreateParticipant: LiveOperation {
  static let rule: OperationRule<CreateParticipantRequest> = OperationRule(
    action: "connect:CreateParticipant",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId"]),
    refuses: [
      RefusedMember("ParticipantDetails.ParticipantCapabilities", because: "calls in the browser are not built")
    ])

  let live: LiveContacts

  func perform(_ input: CreateParticipantRequest, _ call: LiveCall) async throws -> CreateParticipantResponse {
    guard let name = input.participantDetails.displayName, let role = input.participantDetails.participantRole,
      let participantRole = Participant.Role(rawValue: role.rawValue), participantRole == .customBot
    else { throw ConnectError(.invalidRequest, "ParticipantDetails: needs a DisplayName and the ParticipantRole CUSTOM_BOT.") }
    let tokens = live.tokens
    return try await live.perform(input.instanceId, call) { centre, now in
      let participantID = try centre.addParticipant(participantRole, named: name, to: input.contactId, at: now)
      let initial = centre.contacts[input.contactId]?.context.initialContactID ?? input.contactId
      let expiry = now.adding(seconds: Int64(ContactCentre.chatSecondsMax))
      let claim = ParticipantTokens.Claim(
        instanceID: centre.instance.id, initialContactID: initial, participantID: participantID, expiresAt: expiry)
      return CreateParticipantResponse(
        participantCredentials: ParticipantTokenCredentials(
          participantToken: try tokens.token(claim, for: .participant), expiry: expiry.rfc3339),
        participantId: participantID)
    }
  }
}
