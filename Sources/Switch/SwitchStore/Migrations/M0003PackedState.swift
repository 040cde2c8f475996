import GRDB
import SQLiteEngine

/// States are packed; a contact stands by its number, so that contacts which came together lie together; and what one
/// commit leaves for the keep is one row.
enum M0003PackedState: Migration {
  static let id = "switch-0003-packed-state"

  static func apply(_ database: Database) throws {
    let waiting = try Int.fetchOne(database, sql: "SELECT count(*) FROM contact_outbox") ?? 0
    guard waiting == 0 else {
      throw SQLiteProblem(
        .unusable,
        message: "\(waiting) messages of an earlier version wait for the keep. Let that version run until they are gone.")
    }
    try database.execute(
      sql: """
        DROP TABLE contact_outbox;
        CREATE TABLE contact_outbox (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          payload BLOB NOT NULL
        ) STRICT;
        CREATE TABLE outbox_identity (id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        INSERT INTO outbox_identity VALUES (lower(hex(randomblob(16))));
        ALTER TABLE open_contact RENAME TO earlier_contact;
        CREATE TABLE open_contact (
          number INTEGER PRIMARY KEY,
          id TEXT NOT NULL,
          instance TEXT NOT NULL,
          key_id TEXT NOT NULL,
          state BLOB NOT NULL
        ) STRICT;
        INSERT INTO open_contact (id, instance, key_id, state)
          SELECT id, instance, key_id, state FROM earlier_contact ORDER BY id;
        DROP TABLE earlier_contact;
        ALTER TABLE live_agent RENAME TO earlier_agent;
        CREATE TABLE live_agent (
          id TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          state BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO live_agent SELECT id, instance, CAST(state AS BLOB) FROM earlier_agent;
        DROP TABLE earlier_agent;
        """)
  }
}
