import GRDB
import SQLiteEngine

/// What telephony needs that rests in the keep: devices, trunks, numbers, rules about callers. What each is rests encrypted under
/// the keep's key. A device goes with its user, in the same transaction, whatever deletes that; each change is counted, so that a
/// keep that runs finds what a command has changed.
enum M0021TelephonyItems: Migration {
  static let id = "keep-0021-telephony-items"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE telephony_item (
          kind TEXT NOT NULL,
          name TEXT NOT NULL,
          user TEXT,
          sealed BLOB NOT NULL,
          PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX telephony_item_user ON telephony_item (user) WHERE user IS NOT NULL;
        CREATE TABLE telephony_generation (id INTEGER PRIMARY KEY CHECK (id = 1), generation INTEGER NOT NULL) STRICT;
        INSERT INTO telephony_generation VALUES (1, 0);
        CREATE TRIGGER telephony_item_made AFTER INSERT ON telephony_item
          BEGIN UPDATE telephony_generation SET generation = generation + 1; END;
        CREATE TRIGGER telephony_item_gone AFTER DELETE ON telephony_item
          BEGIN UPDATE telephony_generation SET generation = generation + 1; END;
        CREATE TRIGGER telephony_user_gone AFTER DELETE ON record WHEN OLD.kind = 'user'
          BEGIN DELETE FROM telephony_item WHERE user = OLD.id; END;
        """)
  }
}
