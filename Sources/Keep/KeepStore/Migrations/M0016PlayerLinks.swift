import GRDB
import SQLiteEngine

/// Links by which one person reads one object. What a link is for, whether it was redeemed and until when rests encrypted under
/// the keep's key, so that nobody who edits the file opens anything; of its secret and of its session's there are digests alone.
enum M0016PlayerLinks: Migration {
  static let id = "keep-0016-player-links"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE player_link (
          id TEXT PRIMARY KEY,
          digest BLOB NOT NULL UNIQUE,
          session_digest BLOB,
          expires_at INTEGER NOT NULL,
          refused INTEGER NOT NULL DEFAULT 0,
          sealed BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
