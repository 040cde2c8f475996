import GRDB
import SQLiteEngine

/// Changes that one person asks for and another decides, and what of content's ways is approved. What a change is, who asked and
/// who decided rests encrypted under the keep's key, so that nobody who edits the file approves anything.
enum M0011Approvals: Migration {
  static let id = "keep-0011-approvals"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE approval (
          id TEXT PRIMARY KEY,
          state TEXT NOT NULL,
          requested_at INTEGER NOT NULL,
          sealed BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX approval_by_state ON approval (state, requested_at);
        CREATE TABLE approved_binding (
          digest TEXT PRIMARY KEY,
          arn TEXT NOT NULL,
          code BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
