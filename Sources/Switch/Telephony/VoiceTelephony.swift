import Contacts
import FlowEngine
import Link
import ResourceStore
import ServiceLifecycle
import Synchronization
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

  func follow(_ news: AsyncStream<VoiceNews>) async { await host.follow(news) }

  func callsLost() async { await host.telephonyLost() }
}

extension ContactHost {
  /// What happens on calls, in its order, until there is no more.
  func follow(_ news: AsyncStream<VoiceNews>) async {
    for await each in news { await telephony(each.event, of: each.contactID, in: each.instanceID) }
  }
}

/// The audio of prompts, from their store.
final class StoredVoicePrompts: VoicePrompts {
  private struct Name: Hashable {
    let id: String
    let instanceID: String
  }

  private let store: any ConfigurationStore
  private let files: PromptFiles
  private let known = Mutex(StoreCache<Name, PromptAudio?>(most: 4_096))

  init(store: any ConfigurationStore, files: PromptFiles) {
    self.store = store
    self.files = files
  }

  func prompt(_ promptID: String, instanceID: String) async -> VoicePrompt? {
    // A flow names it by its id or its ARN.
    let name = Name(id: String(promptID.split(separator: "/").last ?? ""), instanceID: instanceID)
    guard let audio = try? await audio(of: name) else { return nil }
    let identity =
      switch audio {
      case .file(let sha256): sha256
      case .synthesised(let name): name
      }
    return VoicePrompt(identity: identity) { [files] in files.bytes(of: audio) }
  }

  private func audio(of name: Name) async throws -> PromptAudio? {
    let generation = store.generation
    if let known = known.withLock({ $0.value(of: name, at: generation) }) { return known }
    let record = try await store.read { try $0.record(.prompt, name.id) }
    let audio = try record.flatMap { $0.scope == name.instanceID ? try StoredPrompt(json: $0.document).audio : nil }
    known.withLock { $0.keep(audio, of: name, at: generation) }
    return audio
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
