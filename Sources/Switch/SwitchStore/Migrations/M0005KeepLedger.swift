import GRDB
import SQLiteEngine

/// What the switch knows of the keep's ledger: the key that it was told first, the newest checkpoint, and each time that an
/// operator had it take another history.
enum M0005KeepLedger: Migration {
  static let id = "contacts-0005-keep-ledger"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE keep_ledger (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          verifier TEXT NOT NULL,
          note BLOB
        ) STRICT;
        CREATE TABLE keep_ledger_rollback (
          number INTEGER PRIMARY KEY,
          old_verifier TEXT NOT NULL,
          old_note BLOB,
          verifier TEXT NOT NULL,
          note BLOB,
          accepted_at INTEGER NOT NULL
        ) STRICT;
        """)
  }
}
