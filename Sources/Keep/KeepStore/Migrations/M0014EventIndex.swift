import GRDB
import SQLiteEngine

/// What events of the ledger are found by: whom they are about (`p` and a name), what (`o` and an id), and when. It follows the
/// ledger as alerts do, so that nothing waits for it; that pass begins anew.
enum M0014EventIndex: Migration {
  static let id = "keep-0014-event-index"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE event_subject (
          subject TEXT NOT NULL,
          at INTEGER NOT NULL,
          sequence INTEGER NOT NULL,
          PRIMARY KEY (subject, at, sequence)
        ) STRICT, WITHOUT ROWID;
        DELETE FROM alert;
        UPDATE sentinel_progress SET sequence = 0;
        """)
  }
}
