import GRDB
import SQLiteEngine

/// What goes to the keep is numbered from each start on; what waits while the keep is away rests sealed to it.
enum M0006DepositQueue: Migration {
  static let id = "contacts-0006-deposit-queue"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE contact_outbox ADD COLUMN boot TEXT;
        ALTER TABLE contact_outbox ADD COLUMN number INTEGER;
        CREATE TABLE outbox_boot (
          position INTEGER PRIMARY KEY AUTOINCREMENT,
          boot TEXT NOT NULL UNIQUE,
          last INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE sealed_deposit (
          sequence INTEGER PRIMARY KEY AUTOINCREMENT,
          items INTEGER NOT NULL,
          message BLOB NOT NULL
        ) STRICT;
        """)
  }
}
