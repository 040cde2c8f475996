import GRDB
import SQLiteEngine

/// Keys of open contacts, what ended contacts left, and the stream of records and events. Only ids and times stand in clear.
enum M0002Contacts: Migration {
  static let id = "keep-0002-contacts"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE contact_key (
          id TEXT PRIMARY KEY,
          wrapped BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE ended_contact (
          id TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          initial TEXT NOT NULL,
          initiated_at INTEGER NOT NULL,
          record BLOB NOT NULL,
          transcript BLOB,
          flow_log BLOB
        ) STRICT;
        CREATE TABLE ended_attachment (
          id TEXT PRIMARY KEY,
          contact TEXT NOT NULL,
          content BLOB NOT NULL
        ) STRICT;
        CREATE INDEX ended_contact_by_conversation ON ended_contact (initial);
        CREATE INDEX ended_contact_by_time ON ended_contact (instance, initiated_at);
        CREATE TABLE stream (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          batch TEXT NOT NULL UNIQUE,
          entries BLOB NOT NULL
        ) STRICT;
        """)
  }
}
