import Foundation
import GRDB
import Ledger
import SQLiteEngine

/// The ledger over the audit events: the tree's tiles, its signed checkpoints and its key. From here on the event with sequence
/// N is leaf N - 1, without gaps; the tree is built over the events that are there, in their order.
enum M0005Ledger: Migration {
  static let id = "keep-0005-ledger"

  static func apply(_ database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE ledger_tile (
          level INTEGER NOT NULL,
          position INTEGER NOT NULL,
          hashes BLOB NOT NULL,
          PRIMARY KEY (level, position)
        ) STRICT;
        CREATE TABLE ledger_checkpoint (
          size INTEGER PRIMARY KEY,
          note TEXT NOT NULL
        ) STRICT;
        CREATE TABLE ledger_key (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          verifier TEXT NOT NULL,
          sealed BLOB NOT NULL
        ) STRICT;
        """)
    try closeGaps(database)
    try buildTree(database)
  }

  /// An event that came twice could use up a number.
  private static func closeGaps(_ database: Database) throws {
    let range = try Row.fetchOne(database, sql: "SELECT count(*), max(sequence) FROM audit_event")
    guard let range, let count: Int = range[0], let last: Int = range[1], count != last else { return }
    let sequences = try Int.fetchAll(database, sql: "SELECT sequence FROM audit_event ORDER BY sequence")
    let renumber = try database.makeStatement(sql: "UPDATE audit_event SET sequence = ? WHERE sequence = ?")
    for (index, sequence) in sequences.enumerated() where sequence != index + 1 {
      try renumber.execute(arguments: [index + 1, sequence])
    }
  }

  private static func buildTree(_ database: Database) throws {
    var growth = TreeGrowth(size: 0) { _ in nil }
    let events = try Row.fetchCursor(database, sql: "SELECT CAST(event AS BLOB) FROM audit_event ORDER BY sequence")
    while let event = try events.next() {
      let bytes: Data = event[0]
      try growth.append(.leaf(Array(bytes)))
    }
    for (place, tile) in growth.changed {
      try database.execute(
        sql: "INSERT INTO ledger_tile (level, position, hashes) VALUES (?, ?, ?)",
        arguments: [place.level, place.index, Data(tile.bytes)])
    }
  }
}
