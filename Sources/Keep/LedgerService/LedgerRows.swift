import Foundation
import GRDB
import Ledger
import LedgerText
import SQLiteEngine

/// The ledger's tables (docs/ledger.md). The event with sequence N is leaf N - 1.
enum LedgerRows {
  /// Entries, by their numbers.
  static func size(_ database: Database) throws -> Int {
    try Int.fetchOne(try database.cachedStatement(sql: "SELECT max(sequence) FROM audit_event")) ?? 0
  }

  /// Takes what is not there yet; entries and tree change together or not at all.
  static func append(_ entries: [LedgerEntry], to database: Database) throws {
    var growth = TreeGrowth(size: try size(database)) { try tile($0, database) }
    for entry in entries where try !has(entry, database) {
      try growth.append(.leaf(Array(entry.text.utf8)))
      try database.cachedStatement(sql: "INSERT INTO audit_event (sequence, event_id, event) VALUES (?, ?, ?)")
        .execute(arguments: [growth.size, entry.id, entry.text])
    }
    for (place, tile) in growth.changed { try store(tile, at: place, database) }
  }

  /// Whether the entry came before.
  /// - Throws: LedgerServiceProblem.otherEvent when something else came under its id.
  private static func has(_ entry: LedgerEntry, _ database: Database) throws -> Bool {
    let stored = try database.cachedStatement(sql: "SELECT CAST(event AS BLOB) FROM audit_event WHERE event_id = ?")
    guard let bytes = try Data.fetchOne(stored, arguments: [entry.id]) else { return false }
    guard bytes.elementsEqual(entry.text.utf8) else {
      throw LedgerServiceProblem(.otherEvent, "another audit event has the same eventID")
    }
    return true
  }

  static func tile(_ place: TilePlace, _ database: Database) throws -> Tile? {
    let statement = try database.cachedStatement(sql: "SELECT hashes FROM ledger_tile WHERE level = ? AND position = ?")
    return try Data.fetchOne(statement, arguments: [place.level, place.index]).flatMap { Tile(bytes: Array($0)) }
  }

  private static func store(_ tile: Tile, at place: TilePlace, _ database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT INTO ledger_tile (level, position, hashes) VALUES (?, ?, ?)
        ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes
        """
    ).execute(arguments: [place.level, place.index, Data(tile.bytes)])
  }

  /// The tree of the first `size` entries.
  static func tree(_ size: Int, _ database: Database) -> TiledTree {
    TiledTree(size: size) { try tile($0, database) }
  }

  static func newestCheckpoint(_ database: Database) throws -> SignedNote? {
    let note = try Data.fetchOne(database, sql: "SELECT CAST(note AS BLOB) FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
    return try note.map { try SignedNote(Array($0)) }
  }

  /// The same size signed twice is the same note.
  static func store(_ note: SignedNote, size: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT INTO ledger_checkpoint (size, note) VALUES (?, ?) ON CONFLICT (size) DO NOTHING",
      arguments: [size, String(decoding: note.bytes, as: UTF8.self)])
  }
}
