import GRDB
import SQLiteEngine

/// Sessions of roles. Of a token there is but its digest; the secret, and what the session is for, rest encrypted.
enum M0008RoleSessions: Migration {
  static let id = "keep-0008-role-sessions"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE role_session (
          access_key TEXT PRIMARY KEY,
          role TEXT NOT NULL,
          token_digest BLOB NOT NULL,
          sealed BLOB NOT NULL,
          began_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX role_session_by_end ON role_session (expires_at);
        """)
  }
}
