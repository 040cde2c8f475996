import GRDB
import SQLiteEngine

/// The keep's keys. No key stands in clear: each is wrapped under the one above it, the root key under a secret that is not here.
enum M0007Keys: Migration {
  static let id = "keep-0007-keys"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE root_key (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          id TEXT NOT NULL,
          source TEXT NOT NULL,
          memory_kibibytes INTEGER NOT NULL,
          passes INTEGER NOT NULL,
          lanes INTEGER NOT NULL,
          salt BLOB NOT NULL,
          wrapped BLOB NOT NULL,
          recovery_wrapped BLOB NOT NULL
        ) STRICT;
        CREATE TABLE keep_key (
          name TEXT PRIMARY KEY,
          wrapped BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kms_key (
          id TEXT PRIMARY KEY,
          description TEXT NOT NULL,
          policy TEXT NOT NULL,
          state TEXT NOT NULL,
          version INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          deletion_at INTEGER,
          code BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kms_alias (
          name TEXT PRIMARY KEY,
          key TEXT NOT NULL REFERENCES kms_key (id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE kms_backing_key (
          key TEXT NOT NULL REFERENCES kms_key (id),
          version INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          wrapped BLOB NOT NULL,
          PRIMARY KEY (key, version)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sealing_pair (
          name TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          class TEXT NOT NULL,
          key TEXT NOT NULL REFERENCES kms_key (id),
          version INTEGER NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          public_key BLOB NOT NULL,
          signature BLOB NOT NULL,
          wrapped BLOB
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sealing_pair_by_scope ON sealing_pair (instance, class, key, created_at);
        """)
  }
}
