import GRDB
import SQLiteEngine

/// Sessions of people at their desks; of a token there is but its digest.
enum M0003DeskSessions: Migration {
  static let id = "keep-0003-desk-sessions"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE desk_session (
          digest BLOB PRIMARY KEY,
          user TEXT NOT NULL,
          instance TEXT NOT NULL,
          username TEXT NOT NULL,
          began_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX desk_session_by_user ON desk_session (user);
        """)
  }
}
