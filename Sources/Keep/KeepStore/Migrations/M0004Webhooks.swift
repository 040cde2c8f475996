import GRDB
import SQLiteEngine

/// Where the stream is delivered to, and how far that has come: batch and entry of the last one that was taken.
enum M0004Webhooks: Migration {
  static let id = "keep-0004-webhooks"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE webhook (
          name TEXT PRIMARY KEY,
          settings BLOB NOT NULL,
          batch INTEGER NOT NULL,
          entry INTEGER NOT NULL,
          failures INTEGER NOT NULL DEFAULT 0,
          problem TEXT
        ) STRICT;
        """)
  }
}
