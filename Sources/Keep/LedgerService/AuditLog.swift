import GRDB
import SQLiteEngine
import Vocabulary

/// The audit events, in a plain table for now: the ledger with its proofs takes its place behind the same door.
struct AuditLog: Sendable {
  let database: SQLiteDatabase

  /// Returns when the events are durable. An event that is there already, by its `eventID`, is dropped.
  func append(_ events: [JSON]) async throws {
    let rows = events.map { (id: $0["eventID"]?.string ?? "", text: $0.text) }
    try await database.write { database in
      for row in rows {
        try database.execute(
          sql: "INSERT INTO audit_event (event_id, event) VALUES (?, ?) ON CONFLICT (event_id) DO NOTHING",
          arguments: [row.id, row.text])
      }
    }
  }
}
