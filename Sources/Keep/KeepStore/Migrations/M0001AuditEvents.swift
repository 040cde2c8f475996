import GRDB
import SQLiteEngine

/// The audit events, in the order in which they came to rest.
enum M0001AuditEvents: Migration {
  static let id = "keep-0001-audit-events"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE audit_event (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          event_id TEXT NOT NULL UNIQUE,
          event TEXT NOT NULL
        ) STRICT
        """)
  }
}
