import GRDB
import SQLiteEngine

/// Where checkpoints go to outside of the data folder, and the size of the last one that came there. A folder stands in clear,
/// since whoever starts the keep must let it write there; an endpoint with its secret rests under the keep's key.
enum M0012LedgerSinks: Migration {
  static let id = "keep-0012-ledger-sinks"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE ledger_sink (
          name TEXT PRIMARY KEY,
          folder TEXT,
          endpoint BLOB,
          delivered INTEGER NOT NULL DEFAULT -1,
          failures INTEGER NOT NULL DEFAULT 0,
          problem TEXT,
          CHECK ((folder IS NULL) <> (endpoint IS NULL))
        ) STRICT;
        """)
  }
}
