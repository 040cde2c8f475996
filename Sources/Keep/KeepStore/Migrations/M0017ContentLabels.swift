import GRDB
import SQLiteEngine

/// What was recognised in objects while they were sealed (no labels where nothing looked), and what people added since.
enum M0017ContentLabels: Migration {
  static let id = "keep-0017-content-labels"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        ALTER TABLE content_object ADD COLUMN origin TEXT;
        ALTER TABLE content_object ADD COLUMN labels TEXT;
        ALTER TABLE content_object ADD COLUMN added_labels TEXT NOT NULL DEFAULT '';
        """)
  }
}
