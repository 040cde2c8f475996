import Foundation
import GRDB
import Logging
import Opening
import Recognition
import Sealing
import ServiceLifecycle
import SQLiteEngine
import Vocabulary

/// Seals the start of torn messages anew, as far as it is whole, as objects that say that they were truncated.
struct TornContent: Service {
  /// The label of such an object.
  static let label = "TRUNCATED"
  /// Seconds between two looks: a disabled key can be enabled again.
  private static let pauseSeconds: Double = 5

  let content: ContentRepository
  let uses: KeyUses
  let log: AuditLog
  let events: KeepEvent
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        for id in (try? await waiting()) ?? [] {
          do { try await sealAnew(id) } catch {
            // Of a class whose key is disabled: it holds up no other.
            if !Task.isCancelled { logger.warning("a torn object waits", metadata: ["error": "\(type(of: error))"]) }
          }
        }
        try? await Task.sleep(for: .seconds(Self.pauseSeconds))
      }
    }
  }

  private func waiting() async throws -> [String] {
    try await content.database.read {
      try String.fetchAll($0, sql: "SELECT id FROM torn_content WHERE state = 0 ORDER BY stored_at")
    }
  }

  private func sealAnew(_ id: String) async throws {
    let torn = try await content.database.read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM torn_content WHERE id = ?", arguments: [id]).map { try TornObject($0) }
    }
    guard let torn else { return }
    guard let scope = try await uses.keys.scope(ofSealingKey: torn.sealingKey) else {
      return try await settle(torn, .unreadable, nil)
    }
    let use = try await uses.ofService(.decrypt, scope.keyID, torn.context)
    try await log.append([use.entry])
    let key = try await uses.keys.openingKey(named: torn.sealingKey, under: use.allowance.use.keyID)
    let found: MessageExamination
    do { found = try await MessageExamination(of: torn, with: key, expecting: torn.context) } catch {
      return try await settle(torn, .unreadable, nil)
    }
    let recipient = try await uses.sealingKey(for: scope, at: events.now())
    var message: [UInt8] = []
    try await found.sealPrefix(to: recipient.key, context: found.context) { message += $0 }
    let manifest = Manifest(
      id: torn.id, instanceID: torn.instanceID, contentClass: torn.contentClass, contactID: torn.contactID, attachmentID: nil,
      name: torn.name, contentType: torn.contentType, plaintextBytes: found.plaintextBytes, message: message,
      sealingKey: recipient.key.name, storedAt: torn.storedAt,
      labels: ContentLabels(recognised: Recognised(origin: nil, labels: nil), added: [Self.label]))
    let signed = try SignedManifest(manifest, by: try await uses.keys.signingKey())
    try await settle(torn, .sealedAnew, (signed, message))
  }

  /// In one transaction with its entry.
  private func settle(
    _ torn: TornObject, _ state: TornObject.State, _ object: (signed: SignedManifest, message: [UInt8])?
  ) async throws {
    let entry = try LedgerEntry(
      events.event(
        object == nil ? "RecordingFailed" : "RecordingStored", for: "switchkeep",
        [
          "contactId": .string(torn.contactID), "instanceId": .string(torn.instanceID), "objectId": .string(torn.id),
          "truncated": true, "bytes": .number(object?.signed.manifest.plaintextBytes ?? 0),
        ], readOnly: false, category: .management))
    try await content.database.write { database in
      try database.execute(sql: "UPDATE torn_content SET state = ? WHERE id = ?", arguments: [state.rawValue, torn.id])
      if let object { try object.signed.insert(object.message, database) }
      try LedgerRows.append([entry], to: database)
    }
    log.checkpoints.wake()
  }
}
