import AWSWire
import ConnectAPI
import Contacts

/// Records a call: at once, or when an agent joins. Once in a call, as in Connect.
struct StartContactRecording: LiveOperation {
  static let rule: OperationRule<StartContactRecordingRequest> = OperationRule(
    action: "connect:StartContactRecording",
    resources: { [$1.arn("contact", $0.contactId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactId", "InitialContactId"]),
    refuses: [
      RefusedMember(
        "VoiceRecordingConfiguration.IvrRecordingTrack",
        because: "what a flow says and hears before an agent joins is not recorded")
    ])

  let live: LiveContacts

  func perform(_ input: StartContactRecordingRequest, _ call: LiveCall) async throws -> StartContactRecordingResponse {
    let participants = try Self.participants(input.voiceRecordingConfiguration.voiceRecordingTrack)
    return try await live.perform(input.instanceId, call) { centre, now in
      try centre.checkConversation(of: input.contactId, begins: input.initialContactId)
      try centre.startRecording(participants, of: input.contactId, at: now)
      return StartContactRecordingResponse()
    }
  }

  private static func participants(_ track: VoiceRecordingTrack?) throws -> [String] {
    switch track {
    case .fromAgent: return ["Agent"]
    case .toAgent: return ["Customer"]
    case .all: return ["Agent", "Customer"]
    case nil:
      throw ConnectError(
        .invalidParameter, "VoiceRecordingConfiguration.VoiceRecordingTrack: FROM_AGENT, TO_AGENT or ALL is needed.")
    }
  }
}
