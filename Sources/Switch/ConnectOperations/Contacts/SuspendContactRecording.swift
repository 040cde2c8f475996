import AWSWire
import ConnectAPI
import Contacts

/// Silences the recording of a call until it is resumed; while it is so, the digits that the caller presses reach no agent.
///
/// One that nobody resumes goes on by itself after the time that the operator has set.
struct SuspendContactRecording: LiveOperation {
  static let rule: OperationRule<SuspendContactRecordingRequest> = OperationRule(
    action: "connect:SuspendContactRecording",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "InitialContactId", "ContactRecordingType"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: SuspendContactRecordingRequest, _ call: LiveCall) async throws -> SuspendContactRecordingResponse {
    guard [nil, .agent].contains(input.contactRecordingType) else {
      throw ConnectError(
        .invalidRequest, "ContactRecordingType: AGENT is what is recorded; there is no recording of another type.")
    }
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.checkConversation(of: input.contactId, begins: input.initialContactId)
      try centre.suspendRecording(of: input.contactId, at: now)
      return SuspendContactRecordingResponse()
    }
  }
}
