import GRDB
import SQLiteEngine

/// How far the numbers go that a switch gives, since each of its starts, to what it leaves for the keep.
enum M0013DepositNumbers: Migration {
  static let id = "keep-0013-deposit-numbers"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE deposit_boot (
          outbox TEXT NOT NULL,
          boot TEXT NOT NULL,
          last INTEGER NOT NULL,
          PRIMARY KEY (outbox, boot)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
