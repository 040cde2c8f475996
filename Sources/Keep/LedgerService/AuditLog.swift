import SQLiteEngine
import Vocabulary

/// The audit events, each a leaf of the ledger's tree.
struct AuditLog: Sendable {
  let database: SQLiteDatabase
  let checkpoints: Checkpoints

  /// Returns when the events and their place in the tree are durable. An event that is there already is dropped.
  /// - Throws: when not all of them are; nothing of `events` may be taken for written then.
  func append(_ events: [JSON]) async throws {
    let entries = try events.map(LedgerEntry.init)
    try await database.write { try LedgerRows.append(entries, to: $0) }
    checkpoints.wake()
  }
}
