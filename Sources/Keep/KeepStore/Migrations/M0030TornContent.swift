import GRDB
import SQLiteEngine

/// Messages whose writer was killed, as they came. `state` is 0 for one that waits, 1 for one whose start was sealed anew, 2 for
/// one of which nothing can be read.
enum M0030TornContent: Migration {
  static let id = "keep-0030-torn-content"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE torn_content (
          id TEXT PRIMARY KEY, instance TEXT NOT NULL, class TEXT NOT NULL, contact TEXT NOT NULL, name TEXT NOT NULL,
          content_type TEXT NOT NULL, sealing_key TEXT NOT NULL, message BLOB NOT NULL, stored_at INTEGER NOT NULL,
          state INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX torn_content_waiting ON torn_content (state) WHERE state = 0;
        """)
  }
}
