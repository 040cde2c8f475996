import ConnectAPI
import Contacts

/// Pauses a task, and runs a flow as it does where one is given.
struct PauseContact: LiveOperation {
  static let rule: OperationRule<PauseContactRequest> = OperationRule(
    action: "connect:PauseContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "ContactFlowId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: PauseContactRequest, _ call: LiveCall) async throws -> PauseContactResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.pause(input.contactId, flow: input.contactFlowId, at: now)
      return PauseContactResponse()
    }
  }
}
