import AWSWire
import ConnectAPI
import Contacts

/// A suspended recording goes on.
struct ResumeContactRecording: LiveOperation {
  static let rule: OperationRule<ResumeContactRecordingRequest> = OperationRule(
    action: "connect:ResumeContactRecording",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "InitialContactId", "ContactRecordingType"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: ResumeContactRecordingRequest, _ call: LiveCall) async throws -> ResumeContactRecordingResponse {
    guard [nil, .agent].contains(input.contactRecordingType) else {
      throw ConnectError(
        .invalidRequest, "ContactRecordingType: AGENT is what is recorded; there is no recording of another type.")
    }
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.checkConversation(of: input.contactId, begins: input.initialContactId)
      try centre.resumeRecording(of: input.contactId, at: now)
      return ResumeContactRecordingResponse()
    }
  }
}
