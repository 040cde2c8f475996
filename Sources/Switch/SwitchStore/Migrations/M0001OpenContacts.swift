import GRDB
import SQLiteEngine

/// Open contacts and what they say, each encrypted under its contact's own key; agents; what is on its way to the keep.
enum M0001OpenContacts: Migration {
  static let id = "switch-0001-open-contacts"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE open_contact (
          id TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          key_id TEXT NOT NULL,
          state BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE contact_part (
          initial TEXT NOT NULL,
          sequence INTEGER NOT NULL,
          kind INTEGER NOT NULL,
          contact TEXT NOT NULL,
          id TEXT NOT NULL,
          part BLOB NOT NULL,
          PRIMARY KEY (initial, kind, sequence)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE live_agent (
          id TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE contact_outbox (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          topic TEXT NOT NULL,
          contact TEXT,
          initial TEXT,
          key_id TEXT,
          batch TEXT NOT NULL UNIQUE,
          payload BLOB NOT NULL
        ) STRICT;
        CREATE TABLE remembered_request (
          key TEXT PRIMARY KEY,
          request_digest BLOB NOT NULL,
          response BLOB NOT NULL,
          expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
