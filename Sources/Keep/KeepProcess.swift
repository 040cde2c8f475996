import AWSWire
package import ConnectAPI
package import Link
package import Logging
import OutboundHTTP
import Protection
import RequestSigning
import ResourceStore
package import ServiceLifecycle
package import SQLiteEngine
package import Vocabulary

/// The keep, composed: the one place where its parts meet.
package struct KeepProcess: Sendable {
  package struct Configuration: Sendable {
    /// The keep's own folder.
    package let folder: String
    package let place: Place
    package let quotas: Quotas
    package let checksResponses: Bool
    package let rates: CallerRates.Limits
    package let now: @Sendable () -> Moment
    package let newID: @Sendable () -> String
    package let logger: Logger

    package init(
      folder: String, place: Place, quotas: Quotas, checksResponses: Bool, rates: CallerRates.Limits,
      now: @escaping @Sendable () -> Moment, newID: @escaping @Sendable () -> String, logger: Logger
    ) {
      self.folder = folder
      self.place = place
      self.quotas = quotas
      self.checksResponses = checksResponses
      self.rates = rates
      self.now = now
      self.newID = newID
      self.logger = logger
    }
  }

  let configuration: Configuration
  private let database: SQLiteDatabase
  let keys: KeyService
  let store: any ConfigurationStore
  let log: AuditLog
  let checkpoints: Checkpoints
  let archive: ContactArchive
  let webhooks: WebhookTable
  let sinks: LedgerSinkTable
  let telephony: TelephonyTable
  private let switchSide: any LinkPeer
  let deskSessions: DeskSessions
  let trail: EventBuffer
  let directory: IdentityDirectory
  let users: Users
  let endpoint: ConnectEndpoint
  let authority: Authority
  let approvals: Approvals
  private let strangers: StrangerRefusals
  let switchEvents: SwitchEvents
  private let ownListener: OwnListener

  /// Opens the keep.
  /// - Parameters:
  ///   - database: the keep's own, which `close` closes.
  ///   - keys: the keys in it, open: under one of them rests what is secret.
  ///   - switchSide: how the keep reaches the switch.
  ///   - inventory: the sealed content; nil for the keep's own.
  /// - Throws: KeyServiceProblem.sealed.
  package static func open(
    _ configuration: Configuration, database: SQLiteDatabase, keys: KeyService, switchSide: any LinkPeer,
    inventory: (any ContentInventory)? = nil
  ) async throws -> KeepProcess {
    let key = try await keys.protectionKey()
    let store = SQLiteConfigurationStore(database: database)
    let place = configuration.place
    let signer = try await LedgerKey.open(
      in: database, under: key.derived(for: "ledger"), named: "switchkeep/\(place.region)/\(place.account)")
    let checkpoints = Checkpoints(database: database, signer: signer, logger: configuration.logger)
    let log = AuditLog(database: database, checkpoints: checkpoints)
    let trail = EventBuffer(logger: configuration.logger) { try await log.append($0) }
    let account = configuration.place.account
    let directory = IdentityDirectory(
      store: store, key: key.derived(for: "access keys"), account: account,
      sessions: RoleSessions(database: database, key: key.derived(for: "role sessions")))
    let users = Users(key: key.derived(for: "users"), roster: AgentRoster(switchSide: switchSide), hasher: PasswordHasher())
    let strangers = StrangerRefusals(
      events: KeepEvent(place: configuration.place, now: configuration.now, newID: configuration.newID))
    let authority = Authority(
      directory: directory, place: configuration.place, trail: trail,
      rates: CallerRates(known: configuration.rates.accessKey, address: configuration.rates.address),
      strangers: strangers, now: configuration.now,
      newID: configuration.newID)
    let content = ContentRepository(database: database, keys: keys)
    let archive = ContactArchive(database: database, key: key.derived(for: "contacts"), content: content)
    let events = KeepEvent(place: place, now: configuration.now, newID: configuration.newID)
    let webhooks = WebhookTable(database: database, key: key.derived(for: "webhooks"))
    let telephony = TelephonyTable(database: database, key: key.derived(for: "telephony"))
    let approvals = Approvals(
      table: ApprovalTable(database: database, key: key.derived(for: "approvals")), log: log,
      tools: ChangeTools(
        database: database, directory: directory, webhooks: webhooks, telephony: telephony,
        bindings: ApprovedBindings(database: database, key: key.derived(for: "approved bindings")),
        keyPolicies: KeyPolicies(keys: keys, access: KeyAccess(place: place), directory: directory, log: log, events: events),
        now: configuration.now),
      newID: configuration.newID)
    let storage = StorageConfigs(
      uses: KeyUses(keys: keys, access: KeyAccess(place: place), log: log, events: events), directory: directory,
      approvals: approvals)
    let endpoint = ConnectEndpoint(
      catalogue: Catalogue(
        KeepCatalogue.operations(users: users, contacts: EndedContacts(archive: archive), storage: storage)), store: store,
      judge: authority, trail: trail,
      environment: ConnectEndpoint.Environment(
        place: configuration.place, quotas: configuration.quotas, checksResponses: configuration.checksResponses,
        pageTokenKey: key.derived(for: "page tokens").symmetricKey, digestKey: key.derived(for: "audit digests"),
        now: configuration.now, newID: configuration.newID))
    let deskSessions = DeskSessions(
      database: database, store: store, users: users, trail: trail, place: configuration.place, now: configuration.now,
      newID: configuration.newID)
    return KeepProcess(
      configuration: configuration, database: database, keys: keys, store: store, log: log, checkpoints: checkpoints,
      archive: archive,
      webhooks: webhooks,
      sinks: LedgerSinkTable(database: database, key: key.derived(for: "ledger sinks")), telephony: telephony,
      switchSide: switchSide,
      deskSessions: deskSessions,
      trail: trail, directory: directory, users: users, endpoint: endpoint,
      authority: authority, approvals: approvals, strangers: strangers,
      switchEvents: SwitchEvents(
        key: key.derived(for: "attestations").symmetricKey,
        events: KeepEvent(place: place, now: configuration.now, newID: configuration.newID)),
      ownListener: OwnListener(
        configuration, authority: authority, directory: directory, log: log, trail: trail,
        inventory: inventory ?? content, key: key, approvals: approvals, content: content,
        links: PlayerLinkTable(database: database, key: key.derived(for: "player links")),
        people: PlayerPeople(store: store, context: endpoint.systemContext), deskSessions: deskSessions))
  }

  /// The long-lived parts.
  package var services: [any Service] {
    [
      checkpoints, trail, OutboxDelivery(store: store, logger: configuration.logger, deliver: deliver),
      WebhookDelivery(
        archive: archive, alerts: alerts, table: webhooks, outbound: OutboundHTTP(), now: configuration.now,
        logger: configuration.logger),
      ContentScrub(content: archive.content, log: log, events: events, logger: configuration.logger),
      TornContent(content: archive.content, uses: keyUses, log: log, events: events, logger: configuration.logger),
      RefusalUpkeep(refusals: strangers, trail: trail, now: configuration.now),
      ApprovalResumption(approvals: approvals, events: events, logger: configuration.logger),
      TelephonyNews(table: telephony, switchSide: switchSide, logger: configuration.logger),
      KeyUpkeep(tend: tendKeys, logger: configuration.logger), Sentinel(database: database, logger: configuration.logger),
      CheckpointCarriage(
        table: sinks, switchSide: switchSide, outbound: OutboundHTTP(), now: configuration.now, logger: configuration.logger),
    ]
  }

  /// Answers the messages of the switch.
  package func serve(_ link: LinkResponder) {
    serveRequests(link)
    link.handle(ListTags.self) { message in
      try await InstanceShadow(store: store, context: systemContext).tags(in: message.instanceID, of: message.words)
    }
    link.handle(CheckBinding.self) { message in
      BindingState(isApproved: try await bindings.isApproved(message.digest, of: message.arn))
    }
    link.handle(ReadTelephony.self) { _ in try await telephonySetup() }
    link.handle(RecordCallers.self) { message in
      try await record(message)
      return Done()
    }
    link.handle(JudgeMonitoring.self) { try await judge($0) }
    link.handle(ProveLedger.self) { try await proveLedger($0) }
    link.handle(ListOperations.self) { _ in endpoint.catalogue.names }
    link.handle(ProvisionInstance.self) { message in
      try await InstanceShadow(store: store, context: systemContext).make(message)
      return Done()
    }
    link.handle(RetireInstance.self) { message in
      try await retire(message.instanceID)
      return Done()
    }
  }

  /// An instance whose deletion somebody has signed for; another stays, and that it was asked for is on record.
  private func retire(_ instanceID: String) async throws {
    let shadow = InstanceShadow(store: store, context: systemContext)
    let isAsked = try await shadow.mayRetire(instanceID)
    let event = events.event(
      isAsked ? "RetireInstance" : "RefuseRetirement", for: "switchkeep",
      ["instanceId": .string(String(decoding: instanceID.utf8.prefix(128), as: UTF8.self))], readOnly: false,
      category: .management)
    try await log.append([event])
    if isAsked { _ = try await shadow.retire(instanceID) }
  }

  private func serveRequests(_ link: LinkResponder) {
    let relayed = RelayedRequests(keep: self)
    link.handle(JudgeRequest.self) { message in
      let verdict = try await authority.judge(message.carried, operation: message.operation, question: message.question)
      guard case .allowed(let caller) = verdict else { return verdict }
      if let asked = AskedDeletion(message) {
        try await InstanceShadow(store: store, context: systemContext).willRetire(asked.arn)
      }
      return .allowed(switchEvents.attested(caller, in: message))
    }
    link.handle(ServeRequest.self) { await relayed.serve($0.carried) }
    link.handle(RecordEvents.self) { message in
      try await log.append(switchEvents.examined(message.events))
      return Done()
    }
    serveContacts(link, relayed)
  }

  /// The flow log of a contact that is over; that it is read is on record first.
  package func flowLog(of contactID: String) async throws -> [JSON] {
    try await recordCommand("ReadFlowLog", ["contactId": .string(contactID)], errorCode: nil)
    return try await archive.flowLog(of: contactID)
  }

  private func serveContacts(_ link: LinkResponder, _ relayed: RelayedRequests) {
    link.handle(IssueContactKeys.self) { try await archive.issueKeys($0.count) }
    link.handle(OpenContactKeys.self) { try await archive.openKeys($0.ids) }
    serveDeposits(link)
    servePast(link, relayed)
    link.handle(SignIn.self) { try await deskSessions.signIn($0) }
    link.handle(CheckDeskSession.self) { try await deskSessions.check($0.token) }
    link.handle(EndDeskSession.self) { message in
      try await deskSessions.end(message.token)
      return Done()
    }
  }

  var bindings: ApprovedBindings { approvals.tools.bindings }

  var keyUses: KeyUses {
    KeyUses(keys: keys, access: KeyAccess(place: configuration.place), log: log, events: events)
  }

  var alerts: AlertTable { AlertTable(database: database) }

  var events: KeepEvent {
    KeepEvent(place: configuration.place, now: configuration.now, newID: configuration.newID)
  }

  private var isInstance: @Sendable (String) async throws -> Bool {
    { [store] id in try await store.read { try $0.record(.instance, id) != nil } }
  }

  private func servePast(_ link: LinkResponder, _ relayed: RelayedRequests) {
    let issue = SealingKeyIssue(
      uses: keyUses, account: configuration.place.account, isInstance: isInstance,
      chosenKey: { [store] in try await store.chosenKey(in: $0, of: $1) }, now: configuration.now)
    link.handle(IntroduceKeep.self) { _ in try await issue.verifier() }
    link.handle(IssueSealingKey.self) { try await issue.key($0) }
    let past = PastConversations(
      archive: archive, log: log, endpoint: endpoint, authority: authority, directory: directory, uses: keyUses)
    link.handle(GrantPast.self) { message in
      try await relayed.once(message.carried, refused: { $0 }, isAllowed: { $0 == nil }) { try await past.grant(message) }
    }
    link.handle(ReadTranscript.self) { try await past.transcript(for: $0.reader) }
    link.handle(ReadAttachment.self) { try await past.attachment($0.attachmentID, for: $0.reader) }
    let contacts = EndedContacts(archive: archive)
    link.handle(SearchContactRecords.self) { message in
      try await relayed.once(
        message.carried, refused: { .refused($0) }, isAllowed: { if case .found = $0 { true } else { false } }
      ) {
        do {
          let input = try await endpoint.admit(message.carried, to: SearchContacts.self)
          return .found(try await contacts.matching(input).map(\.record))
        } catch let error as WireError {
          return .refused(Refusal(code: error.code, message: error.message, status: error.status))
        }
      }
    }
  }

  /// Answers one request on the keep's own listener.
  package func respond(to request: WireRequest) async -> WireResponse {
    let carried = CarriedRequest(request: request, requestID: configuration.newID(), receivedAt: configuration.now())
    return await ownListener.respond(to: carried)
  }

  /// What the keep serves, for the table of the interface.
  package var catalogue: [CatalogueEntry] { endpoint.catalogue.all }

  /// Writes what waits, and closes the store.
  package func close() async throws {
    try await settleLedger()
    try database.close()
  }

  /// Brings the switch's agents up to date, when the two have met.
  package func reconcile() async throws { try await users.reconcile(with: store, in: systemContext()) }

  /// Makes an identity with one access key.
  package func createIdentity(
    _ name: String, policies: [(name: String, document: JSON)], boundary: JSON?, tags: [String: String]
  ) async throws -> GeneratedAccessKey {
    try await directory.create(name, policies: policies, boundary: boundary, tags: tags, at: configuration.now())
  }

  /// The administrator and the security officer, and the roles in whose sessions content is read.
  package func createFirstIdentities() async throws -> (administrator: GeneratedAccessKey, officer: GeneratedAccessKey) {
    let administrator = try await createIdentity(
      FirstIdentities.administratorName, policies: [("Administrator", FirstIdentities.administratorPolicy)],
      boundary: FirstIdentities.administratorBoundary, tags: [:])
    let officer = try await createIdentity(
      FirstIdentities.officerName, policies: [("SecurityOfficer", FirstIdentities.officerPolicy)], boundary: nil, tags: [:])
    try await createFirstRoles()
    return (administrator, officer)
  }

  /// The keep's outbox holds nothing but the audit events of its own writes.
  private func deliver(_ items: [OutboxItem]) async throws {
    try await log.append(items.map { try JSON.parse($0.payload) })
  }

  func systemContext() -> CallContext { endpoint.systemContext() }
}
