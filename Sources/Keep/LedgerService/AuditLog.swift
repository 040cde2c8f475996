import GRDB
import Ledger
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

  /// Appends one event, new to the ledger, and answers with the proof that it is durable.
  /// - Parameters:
  ///   - also: what is written in the same transaction, or not at all, behind the event.
  ///   - before: the same, ahead of the event.
  /// - Throws: when the event is not durable, or was there before: a receipt is for one happening.
  func receipt(
    for event: JSON, also: @escaping @Sendable (Database) throws -> Void = { _ in },
    before: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) async throws -> LedgerReceipt {
    try await receipt(for: [event], also: also, before: before)
  }

  /// The same of several events that belong together; the receipt is for all of them.
  func receipt(
    for events: [JSON], also: @escaping @Sendable (Database) throws -> Void = { _ in },
    before: @escaping @Sendable (Database) throws -> Void = { _ in }
  ) async throws -> LedgerReceipt {
    let entries = try events.map(LedgerEntry.init)
    guard !entries.isEmpty else { throw LedgerServiceProblem(.notWritten, "there is no event to write") }
    try await database.write { database in
      try before(database)
      let size = try LedgerRows.size(database)
      try LedgerRows.append(entries, to: database)
      guard try LedgerRows.size(database) == size + entries.count else {
        throw LedgerServiceProblem(.otherEvent, "an audit event of the same eventID was there before")
      }
      try also(database)
    }
    checkpoints.wake()
    return LedgerReceipt(entries)
  }
}

/// The proof that entries of the ledger which belong together are on disk. Only `AuditLog` makes one, after the commit; it cannot
/// be copied, so that they stand for one thing that was done.
struct LedgerReceipt: ~Copyable, Sendable {
  private let leaves: [TreeHash]

  fileprivate init(_ entries: [LedgerEntry]) { leaves = entries.map { .leaf(Array($0.text.utf8)) } }

  /// Whether the entries are these very events.
  func isFor(_ events: [JSON]) -> Bool { leaves == events.map { .leaf(Array($0.text.utf8)) } }
}
