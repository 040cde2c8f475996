import GRDB
import SQLiteEngine

/// The tables of every configuration store.
enum M0001Records: Migration {
  static let id = "store-0001-records"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE record (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          kind TEXT NOT NULL,
          id TEXT NOT NULL,
          scope TEXT NOT NULL,
          arn TEXT NOT NULL UNIQUE,
          name TEXT,
          document TEXT NOT NULL,
          sealed BLOB,
          tags TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          modified_at INTEGER NOT NULL,
          UNIQUE (kind, id)
        ) STRICT;
        CREATE UNIQUE INDEX record_name ON record (kind, scope, name) WHERE name IS NOT NULL;
        CREATE INDEX record_scope ON record (kind, scope, sequence);
        CREATE INDEX record_owner ON record (scope);

        CREATE TABLE reference (
          from_kind TEXT NOT NULL, from_id TEXT NOT NULL, to_kind TEXT NOT NULL, to_id TEXT NOT NULL,
          PRIMARY KEY (from_kind, from_id, to_kind, to_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reference_target ON reference (to_kind, to_id);

        CREATE TABLE remembered (
          key TEXT PRIMARY KEY, request_digest BLOB NOT NULL, response TEXT NOT NULL, expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX remembered_expiry ON remembered (expires_at);

        CREATE TABLE outbox (
          id INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, payload BLOB NOT NULL
        ) STRICT;
        """)
  }
}
