import GRDB
import SQLiteEngine

/// Alerts: how far the ledger has been looked through, what was found, and which webhooks are targets of alerts. An alert's
/// cursor is the ledger's number of its event, and which of that event's alerts it is.
enum M0010Alerts: Migration {
  static let id = "keep-0010-alerts"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE alert (
          batch INTEGER NOT NULL,
          entry INTEGER NOT NULL,
          alert TEXT NOT NULL,
          PRIMARY KEY (batch, entry)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE sentinel_progress (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          sequence INTEGER NOT NULL
        ) STRICT;
        INSERT INTO sentinel_progress (id, sequence) VALUES (1, 0);
        ALTER TABLE webhook ADD COLUMN feed TEXT NOT NULL DEFAULT 'stream';
        ALTER TABLE webhook ADD COLUMN retired_batch INTEGER;
        ALTER TABLE webhook ADD COLUMN retired_until INTEGER;
        """)
  }
}
