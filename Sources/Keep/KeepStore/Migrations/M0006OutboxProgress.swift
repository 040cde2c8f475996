import GRDB
import SQLiteEngine

/// Which commits the last message from a switch's outbox had: what is sent again is known by them.
enum M0006OutboxProgress: Migration {
  static let id = "keep-0006-outbox-progress"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE outbox_progress (
          outbox TEXT PRIMARY KEY,
          commits TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
