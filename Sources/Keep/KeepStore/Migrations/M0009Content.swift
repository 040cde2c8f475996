import GRDB
import SQLiteEngine

/// Sealed content with its inventory, and which open contacts may read what contacts before them left. Of a message, the bytes
/// rest in pieces, so that a range is read without the rest.
enum M0009Content: Migration {
  static let id = "keep-0009-content"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE content_object (
          id TEXT PRIMARY KEY,
          instance TEXT NOT NULL,
          class TEXT NOT NULL,
          contact TEXT NOT NULL,
          attachment TEXT,
          name TEXT NOT NULL,
          content_type TEXT NOT NULL,
          plaintext_bytes INTEGER NOT NULL,
          message_bytes INTEGER NOT NULL,
          digest BLOB NOT NULL,
          piece_digests BLOB NOT NULL,
          sealing_key TEXT NOT NULL,
          stored_at INTEGER NOT NULL,
          signature BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX content_object_by_name ON content_object (instance, name);
        CREATE INDEX content_object_by_contact ON content_object (contact);
        CREATE TABLE content_piece (
          object TEXT NOT NULL,
          number INTEGER NOT NULL,
          bytes BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX content_piece_by_object ON content_piece (object, number);
        CREATE TABLE content_retention (
          instance TEXT NOT NULL,
          class TEXT NOT NULL,
          days INTEGER NOT NULL,
          PRIMARY KEY (instance, class)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE contact_right (
          key TEXT NOT NULL,
          contact TEXT NOT NULL,
          PRIMARY KEY (key, contact)
        ) STRICT, WITHOUT ROWID;
        """)
  }
}
