import ConnectAPI
import Contacts
import Protection
import SwitchStore
import Vocabulary

/// What the cores have changed and nobody has stored yet, in the order in which it came.
struct PendingCommit: Sendable {
  var changes: [(instanceID: String, CentreChanges)] = []
  var effects: [(instanceID: String, [CentreEffect])] = []
  var audit: [JSON] = []
  var remembered: [ContactStore.RememberedRequest] = []
  var delivered: [DeliveredPage] = []
  var waiting: [CheckedContinuation<Void, Never>] = []
  /// Somebody waits who asked for something, and not for what may take its turn.
  var isUrgent = false

  var isEmpty: Bool { changes.isEmpty && effects.isEmpty && audit.isEmpty && delivered.isEmpty && waiting.isEmpty }
  /// Contacts of which each needs a key.
  var contactIDs: Set<String> { changes.reduce(into: []) { $0.formUnion($1.1.contacts.union($1.1.endedContacts)) } }

  mutating func add(_ output: (changes: CentreChanges, effects: [CentreEffect]), of instanceID: String) {
    if !output.changes.isEmpty { changes.append((instanceID, output.changes)) }
    if !output.effects.isEmpty { effects.append((instanceID, output.effects)) }
  }

  /// Seconds for which a ClientToken is remembered: a day.
  private static let rememberedSeconds: Int64 = 86_400

  mutating func add(_ request: LiveRequest, _ answer: some Sendable, key: ProtectionKey, at now: Moment) throws {
    guard let output = answer as? JSON else { return }
    audit.append(request.takeEvent(output))
    guard let token = request.token else { return }
    remembered.append(
      ContactStore.RememberedRequest(
        key: token.key, digest: token.digest,
        response: try Protected(output, under: key.derived(for: "remembered requests"), at: token.key),
        expiresAt: now.adding(seconds: Self.rememberedSeconds)))
  }

  /// This, and then the other: for a commit that failed.
  func followed(by later: PendingCommit) -> PendingCommit {
    PendingCommit(
      changes: changes + later.changes, effects: effects + later.effects, audit: audit + later.audit,
      remembered: remembered + later.remembered, delivered: delivered + later.delivered, waiting: waiting + later.waiting,
      isUrgent: isUrgent || later.isUrgent)
  }

  func resume() { for continuation in waiting { continuation.resume() } }
}
