import GRDB
import SQLiteEngine

/// The public key of the keep that this switch belongs to: the first that it was told.
enum M0004KeepIdentity: Migration {
  static let id = "contacts-0004-keep-identity"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE keep_identity (
          one INTEGER PRIMARY KEY CHECK (one = 1),
          verifier BLOB NOT NULL
        ) STRICT;
        """)
  }
}
