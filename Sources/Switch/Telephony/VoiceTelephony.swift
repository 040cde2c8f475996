import Contacts
import FlowEngine
import Link
import ResourceStore
import ServiceLifecycle
import Vocabulary
import Voice

/// The Telephony port as calls on SIP have it.
struct VoiceTelephony: TelephonyPort {
  let voice: VoiceHost
  let streamsMedia = false

  func perform(_ command: TelephonyCommand, contactID: String, instanceID: String) -> TelephonyEvent? {
    voice.perform(command, contactID: contactID, instanceID: instanceID)
    return nil
  }

  func canRing(_ agentID: String) async -> Bool { await voice.canRing(agentID) }
}

/// Contacts as calls reach them.
struct VoiceContacts: VoiceCentre {
  let host: ContactHost

  func callArrived(
    instanceID: String, from callerNumber: String?, to calledNumber: String, contactFlowID: String, tags: [String],
    began: @escaping @Sendable (String) -> Void
  ) async throws {
    try await host.admit()
    await host.fetchSealingKeys(of: instanceID, for: .voice)
    // Who carries the call knows its contact before what the contact asks for is carried out, which is after the commit.
    try await host.perform(instanceID, nil, isUrgent: false) { centre, now in
      let contactID = try centre.callArrived(from: callerNumber, to: calledNumber, flow: contactFlowID, tags: tags, at: now)
      began(contactID)
    }
  }

  func happened(_ event: TelephonyEvent, contactID: String, instanceID: String) async {
    await host.telephony(event, of: contactID, in: instanceID)
  }

  func callsLost() async { await host.telephonyLost() }
}

/// The audio of prompts, from their store.
struct StoredVoicePrompts: VoicePrompts {
  let store: any ConfigurationStore
  let files: PromptFiles

  func prompt(_ promptID: String, instanceID: String) async -> VoicePrompt? {
    // A flow names it by its id or its ARN.
    let id = String(promptID.split(separator: "/").last ?? "")
    guard let record = try? await store.read({ try $0.record(.prompt, id) }), record.scope == instanceID,
      let audio = (try? StoredPrompt(json: record.document))?.audio
    else { return nil }
    let identity =
      switch audio {
      case .file(let sha256): sha256
      case .synthesised(let name): name
      }
    return VoicePrompt(identity: identity) { [files] in files.bytes(of: audio) }
  }

  func file(_ uri: String) async -> VoicePrompt? {
    VoicePrompt(identity: uri) { [files] in try? files.read(uri) }
  }
}

/// Carries calls as long as the program runs.
struct VoiceService: Service {
  let voice: VoiceHost
  let keepSide: any LinkPeer
  let contacts: VoiceContacts

  func run() async throws {
    try await cancelWhenGracefulShutdown {
      let identity = try await keepSide.send(IssueServerIdentity())
      try await voice.run(
        for: contacts,
        identity: VoiceIdentity(
          certificateChainPEM: identity.certificateChainPEM, privateKeyPEM: identity.privateKeyPEM))
    }
    await voice.stop()
  }
}
