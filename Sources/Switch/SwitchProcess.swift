package import ConnectAPI
import Functions
import Contacts
import FlowEngine
import OutboundHTTP
package import Link
package import Logging
import LoopTasks
package import Protection
import Recognition
import ResourceStore
package import ServiceLifecycle
import SQLiteEngine
import Synchronization
import SwitchStore
package import Vocabulary
package import Voice

/// The switch, composed: the one place where its parts meet.
package struct SwitchProcess: Sendable {
  package struct Configuration: Sendable {
    /// The switch's own folder.
    package let folder: String
    package let place: Place
    package let quotas: Quotas
    package let checksResponses: Bool
    package let rates: CallerRates.Limits
    /// What a program that carries calls must show; nil where none may be attached.
    package let telephonyToken: String?
    package let depositQueue: DepositQueueLimits
    package let now: @Sendable () -> Moment
    package let newID: @Sendable () -> String
    package let logger: Logger
    /// Roots, in base64, of checkpoints of the keep's ledger that an operator accepted the loss of.
    package var acceptedRoots: Set<String> = []
    /// Where calls come in by SIP; nil for nowhere.
    package var voice: VoiceSettings?
    /// Seconds after which a suspended recording goes on by itself.
    package var suspensionSecondsMax = ContactCentre.suspensionSecondsStandard

    package init(
      folder: String, place: Place, quotas: Quotas, checksResponses: Bool, rates: CallerRates.Limits, telephonyToken: String?,
      depositQueue: DepositQueueLimits = DepositQueueLimits(),
      now: @escaping @Sendable () -> Moment,
      newID: @escaping @Sendable () -> String, logger: Logger
    ) {
      self.folder = folder
      self.place = place
      self.quotas = quotas
      self.checksResponses = checksResponses
      self.rates = rates
      self.telephonyToken = telephonyToken
      self.depositQueue = depositQueue
      self.now = now
      self.newID = newID
      self.logger = logger
    }
  }

  let configuration: Configuration
  private let database: SQLiteDatabase
  let store: any ConfigurationStore
  let keepSide: ProvenKeep
  let endpoint: ConnectEndpoint
  let frontDoor: FrontDoor
  let trail: EventBuffer
  let host: ContactHost
  private let outbound: OutboundHTTP
  private let telephony: AttachedTelephony
  private let voice: VoiceHost?
  /// Devices, trunks and where numbers lead, for whatever carries calls.
  let directory: TelephonyDirectory
  let desk: DeskEndpoint
  let participants: ParticipantEndpoint
  private let feeds: DeskFeeds
  private let contactDatabase: SQLiteDatabase
  /// The URL by which clients reach the server; set when it listens.
  private let publicURL: PublicURL

  /// Opens the switch.
  /// - Parameters:
  ///   - key: the switch's own key, for page tokens, links to prompts and digests in audit events.
  ///   - keepSide: how the switch reaches the keep.
  package static func open(_ configuration: Configuration, key: ProtectionKey, keepSide link: any LinkPeer) async throws
    -> SwitchProcess
  {
    let database = try SQLiteDatabase(
      path: "\(configuration.folder)/switch.sqlite", migrations: SQLiteConfigurationStore.migrations)
    let contactDatabase = try SQLiteDatabase(
      path: "\(configuration.folder)/contacts.sqlite", migrations: ContactStore.migrations)
    let contactStore = ContactStore(database: contactDatabase)
    let keepSide = ProvenKeep(
      link, store: contactStore, accepted: configuration.acceptedRoots, now: configuration.now, logger: configuration.logger)
    let store = SQLiteConfigurationStore(database: database)
    let trail = EventBuffer(logger: configuration.logger) { _ = try await keepSide.send(RecordEvents(events: $0)) }
    let publicURL = PublicURL()
    let files = PromptFiles(folder: configuration.folder)
    let links = PresignedLinks(key: key.derived(for: "prompt links").symmetricKey) { publicURL.value }
    let telephony = AttachedTelephony()
    let directory = TelephonyDirectory(
      keepSide: keepSide, store: store, account: configuration.place.account, now: configuration.now,
      logger: configuration.logger)
    let outbound = OutboundHTTP()
    let liveRecordings = LiveRecordings(now: configuration.now)
    let tasks = LoopTasks()
    let findings = SwitchFindings(
      place: configuration.place, now: configuration.now, newID: configuration.newID, trail: trail)
    let voice = try voice(configuration, tasks, directory, store, files, liveRecordings, findings)
    let effects = effects(voice.map(VoiceTelephony.init) ?? telephony, configuration, store, outbound, keepSide)
    let sealingKeys = SealingKeys(
      keepSide: keepSide, store: contactStore, now: configuration.now, onRefusal: { await findings.refusedKey($0, $1) })
    let recordings = try RecordingFiles(
      live: liveRecordings, folder: configuration.folder, keys: sealingKeys, findings: findings, logger: configuration.logger)
    let host = ContactHost(
      ports: ContactHost.Ports(
        store: contactStore, keepSide: keepSide,
        feed: ConfigurationFeed(store: store, place: configuration.place), effects: effects,
        sealing: DepositSealing(
          keys: sealingKeys, account: configuration.place.account, recognisers: Recognisers.all,
          recordings: recordings),
        now: configuration.now,
        newID: configuration.newID, logger: configuration.logger, tasks: tasks),
      key: key.derived(for: "contacts"), limits: configuration.depositQueue,
      suspensionSecondsMax: configuration.suspensionSecondsMax)
    let desk = DeskEndpoint(origins: [], keepSide: keepSide, host: host, desks: OpenDesks(), publicURL: publicURL)
    let tokens = ParticipantTokens(key: key.derived(for: "participant tokens"))
    let chats = ChatService(host: host, tokens: tokens, now: configuration.now)
    let live = LiveContacts(host: host, keepSide: keepSide, tokens: tokens)
    let endpoint = ConnectEndpoint(
      catalogue: Catalogue(
        SwitchCatalogue.operations(files: files, links: links, keepSide: keepSide, live: live, directory: directory)),
      store: store,
      judge: JudgeAcrossLink(keepSide: keepSide), trail: trail,
      environment: ConnectEndpoint.Environment(
        place: configuration.place, quotas: configuration.quotas, checksResponses: configuration.checksResponses,
        pageTokenKey: key.derived(for: "page tokens").symmetricKey, digestKey: key.derived(for: "audit digests"),
        now: configuration.now, newID: configuration.newID))
    let keepOperations = try await keepSide.send(ListOperations())
    let prompts = PromptFileHandler(store: store, files: files, links: links, now: configuration.now)
    let frontDoor = FrontDoor(
      endpoint: endpoint, keepOperations: Set(keepOperations), keepSide: keepSide, prompts: prompts, contacts: host,
      now: configuration.now,
      newID: configuration.newID)
    return SwitchProcess(
      configuration: configuration, database: database, store: store, keepSide: keepSide, endpoint: endpoint,
      frontDoor: frontDoor, trail: trail, host: host, outbound: outbound, telephony: telephony, voice: voice,
      directory: directory, desk: desk,
      participants: ParticipantEndpoint(
        chats: chats, views: ShownViews(store: store, place: configuration.place),
        rates: CallerRates(known: configuration.rates.participant, address: configuration.rates.address), publicURL: publicURL,
        newID: configuration.newID),
      feeds: DeskFeeds(host: host, desks: desk.desks, effects: effects), contactDatabase: contactDatabase, publicURL: publicURL)
  }

  /// Until bots are connected, flows take their error branches.
  private static func effects(
    _ telephony: any TelephonyPort, _ configuration: Configuration, _ store: any ConfigurationStore, _ outbound: OutboundHTTP,
    _ keepSide: any LinkPeer
  ) -> EffectRunner {
    let approval = BindingsApprovedByKeep(keepSide: keepSide)
    func invoker(_ kind: FunctionBindings.Kind) -> FunctionInvoker {
      FunctionInvoker(
        bindings: FunctionBindings(kind, folder: configuration.folder), approval: approval, outbound: outbound,
        sandbox: "/proc/self/exe")
    }
    let functions = BoundFunctions(store: store, invoker: invoker(.functions))
    let bots = BoundBots(invoker: invoker(.bots))
    return EffectRunner(
      function: { await functions.answer($0, in: $1) }, bot: { await bots.answer($0, of: $1) },
      encryption: CustomerInputEncryption(store: store), telephony: telephony)
  }

  /// Whether the keep is refused, since its ledger contradicts what is known of it: it is as one that is away until it is put
  /// right.
  package var refusesKeep: Bool { keepSide.isRefused }

  /// Has the keep prove its ledger, when the two have met anew.
  package func checkKeep() async { try? await keepSide.check() }

  /// Takes up what was open when the switch stopped. To be called once the keep answers, before the first request.
  package func restore() async throws { try await host.restore() }

  /// The long-lived parts.
  package var services: [any Service] {
    [
      trail, OutboxDelivery(store: store, logger: configuration.logger, deliver: deliver), ContactService(host: host), feeds,
      outbound, directory,
    ] + (voice.map { [VoiceService(voice: $0, keepSide: keepSide, contacts: VoiceContacts(host: host))] } ?? [])
  }

  /// What carries calls by SIP, where that is asked for.
  private static func voice(
    _ configuration: Configuration, _ tasks: LoopTasks, _ directory: TelephonyDirectory, _ store: any ConfigurationStore,
    _ files: PromptFiles, _ recording: any RecordingSink, _ findings: SwitchFindings
  ) throws -> VoiceHost? {
    guard let settings = configuration.voice else { return nil }
    return try VoiceHost(
      settings, tasks: tasks, directory: KeptVoiceDirectory(directory: directory),
      prompts: StoredVoicePrompts(store: store, files: files), recording: recording,
      found: { await findings.record($0, $1) },
      now: configuration.now, logger: configuration.logger)
  }

  /// Answers the messages of the keep.
  package func serve(_ link: LinkResponder) {
    let agents = AgentProjection(store: store, place: configuration.place, now: configuration.now)
    link.handle(CheckpointSigned.self) { _ in
      try await keepSide.check()
      try await keepSide.prove()
      return Done()
    }
    link.handle(TelephonyChanged.self) { _ in
      directory.changed()
      return Done()
    }
    link.handle(PutAgent.self) { message in
      try await keepSide.check()
      return try await agents.put(message.agent)
    }
    link.handle(RemoveAgent.self) { message in
      try await keepSide.check()
      try await agents.remove(message.id)
      return Done()
    }
    link.handle(ReconcileAgents.self) { message in
      try await keepSide.check()
      try await agents.reconcile(message.agents)
      return Done()
    }
  }

  /// Answers one request from the network.
  package func respond(to request: WireRequest) async -> WireResponse {
    if request.rawPath.hasPrefix(DeskEndpoint.path) { return await desk.respond(to: request) }
    if request.rawPath.hasPrefix(ParticipantEndpoint.path) { return await participants.respond(to: request) }
    return await frontDoor.respond(to: request)
  }

  /// Where files of chats go to, and how large one may be.
  package static let attachmentPath = AttachmentFiles.path
  package static let attachmentBytesMax = ContactCentre.attachmentBytesMax

  /// Judges one request for a WebSocket.
  package func upgrade(_ request: WireRequest) async -> SocketVerdict {
    switch request.rawPath {
    case ParticipantSocket.path: await ParticipantSocket(chats: participants.chats).upgrade(request)
    case TelephonySocket.path:
      TelephonySocket(
        telephony: telephony, host: host, directory: directory, token: configuration.telephonyToken
      ).upgrade()
    default: desk.upgrade(request)
    }
  }

  /// What the switch serves, for the table of the interface.
  package var catalogue: [CatalogueEntry] { endpoint.catalogue.all }

  /// Sends what waits, and closes the store.
  package func close() async throws {
    await trail.flush()
    try contactDatabase.close()
    try database.close()
  }

  package func listens(at url: String) { publicURL.value = url }

  /// Makes the first instance, complete.
  /// - Returns: its id.
  package func makeFirstInstance(alias: String) async throws -> String {
    let context = endpoint.systemContext()
    let input = CreateInstanceRequest(
      identityManagementType: .connectManaged, inboundCallsEnabled: true, outboundCallsEnabled: true, instanceAlias: alias)
    let made = try await store.write { writer in
      try CreateInstance().perform(input, WriteCall(context: context, writer: writer))
    }
    guard let id = made.id else { throw ConnectError(.internalService, "The first instance has no id.") }
    try await provisioner.create(id)
    return id
  }

  private var provisioner: InstanceProvisioner {
    InstanceProvisioner(store: store, keepSide: keepSide) { endpoint.systemContext() }
  }

  private func deliver(_ items: [OutboxItem]) async throws {
    switch items.first?.topic {
    case AuditEvent.outboxTopic: _ = try await keepSide.send(RecordEvents(events: items.map { try JSON.parse($0.payload) }))
    case InstanceProvisioner.creation:
      for item in items { try await provisioner.create(String(decoding: item.payload, as: UTF8.self)) }
    case InstanceProvisioner.deletion:
      for item in items { try await provisioner.delete(String(decoding: item.payload, as: UTF8.self)) }
    default:
      configuration.logger.error(
        "an outbox item of an unknown topic is dropped", metadata: ["topic": "\(items.first?.topic ?? "")"])
    }
  }
}

/// The URL by which clients reach the server.
final class PublicURL: Sendable {
  private let stored = Mutex("http://127.0.0.1")

  var value: String {
    get { stored.withLock { $0 } }
    set { stored.withLock { $0 = newValue } }
  }
}
