import AWSWire
import ConnectAPI
import Contacts

/// Ends the recording of a call for good.
struct StopContactRecording: LiveOperation {
  static let rule: OperationRule<StopContactRecordingRequest> = OperationRule(
    action: "connect:StopContactRecording",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "InitialContactId", "ContactRecordingType"]),
    refuses: [])

  let live: LiveContacts

  func perform(_ input: StopContactRecordingRequest, _ call: LiveCall) async throws -> StopContactRecordingResponse {
    guard [nil, .agent].contains(input.contactRecordingType) else {
      throw ConnectError(
        .invalidRequest, "ContactRecordingType: AGENT is what is recorded; there is no recording of another type.")
    }
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.checkConversation(of: input.contactId, begins: input.initialContactId)
      try centre.stopRecording(of: input.contactId, at: now)
      return StopContactRecordingResponse()
    }
  }
}
