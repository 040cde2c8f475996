import ConnectAPI
import Contacts

/// Resumes a task, and runs a flow as it does where one is given.
struct ResumeContact: LiveOperation {
  static let rule: OperationRule<ResumeContactRequest> = OperationRule(
    action: "connect:ResumeContact",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "ContactFlowId"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: ResumeContactRequest, _ call: LiveCall) async throws -> ResumeContactResponse {
    try await live.perform(input.instanceId, call) { centre, now in
      try centre.resume(input.contactId, flow: input.contactFlowId, at: now)
      return ResumeContactResponse()
    }
  }
}
