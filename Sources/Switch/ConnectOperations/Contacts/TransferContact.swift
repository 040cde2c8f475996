import ConnectAPI
import Contacts

/// Sends a chat or task to a queue or an agent, by way of a flow.
struct TransferContact: LiveOperation {
  static let rule: OperationRule<TransferContactRequest> = OperationRule(
    action: "connect:TransferContact",
    resources: {
      [
        $1.arn("contact", $0.contactId, in: $0.instanceId),
        $1.arn("contact-flow", QualifiedFlow($0.contactFlowId).flow, in: $0.instanceId),
      ]
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "ContactFlowId", "QueueId", "UserId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: TransferContactRequest, _ call: LiveCall) async throws -> TransferContactResponse {
    guard input.queueId == nil || input.userId == nil else {
      throw ConnectError(.invalidRequest, "Give a QueueId or a UserId, not both.")
    }
    let target: ContactCentre.TransferTarget? =
      input.queueId.map { .queue(reference: $0) } ?? input.userId.map { .agent(reference: $0) }
    let place = call.context.place
    return try await live.perform(input.instanceId, call) { centre, now in
      let contactID = try centre.transferContact(
        input.contactId, to: target, flow: input.contactFlowId, at: now)
      return TransferContactResponse(contactId: contactID, contactArn: place.arn("contact", contactID, in: centre.instance.id))
    }
  }
}
