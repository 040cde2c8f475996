import Foundation
import GRDB
import Link
import Protection
import SQLiteEngine
import Vocabulary

/// Something of telephony's that rests in the keep.
protocol TelephonyItem: Sendable {
  /// Its kind in the table.
  static var kind: String { get }
  /// How many of the kind there may be.
  static var countMax: Int { get }
  /// What it is called by; unique in the kind.
  var itemName: String { get }
  /// The user with whom it goes; nil for what is of no user.
  var owner: String? { get }
  var json: JSON { get }
  /// - Returns: nil for what `json` did not make.
  init?(json: JSON)
}

extension TelephonyItem {
  var owner: String? { nil }
}

/// Where devices, trunks, numbers and rules about callers rest, each encrypted under the keep's key and bound to its name.
struct TelephonyTable: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey

  /// What adds them all, or none, for a transaction that others write in too.
  /// - Returns: whether there was room, and none of these names.
  func adding<Item: TelephonyItem>(_ items: [Item]) throws -> @Sendable (Database) throws -> Bool {
    let rows = try items.map { item in
      (
        name: item.itemName, owner: item.owner,
        sealed: Data(try Protected(item.json, under: key, at: Self.place(Item.kind, item.itemName)).bytes)
      )
    }
    return { database in
      let count = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM telephony_item WHERE kind = ?", arguments: [Item.kind])
      guard (count ?? 0) + rows.count <= Item.countMax else { return false }
      for row in rows {
        let isThere = try Bool.fetchOne(
          database, sql: "SELECT count(*) > 0 FROM telephony_item WHERE kind = ? AND name = ?", arguments: [Item.kind, row.name])
        guard isThere != true else { return false }
        try database.execute(
          sql: "INSERT INTO telephony_item (kind, name, user, sealed) VALUES (?, ?, ?, ?)",
          arguments: [Item.kind, row.name, row.owner, row.sealed])
      }
      return true
    }
  }

  /// What takes one away.
  /// - Returns: whether there was one.
  func removing<Item: TelephonyItem>(_ type: Item.Type, _ name: String) -> @Sendable (Database) throws -> Bool {
    { database in
      try database.execute(
        sql: "DELETE FROM telephony_item WHERE kind = ? AND name = ?", arguments: [Item.kind, name])
      return database.changesCount == 1
    }
  }

  /// All of a kind, in the order of their names.
  func all<Item: TelephonyItem>(_ type: Item.Type) async throws -> [Item] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT name, sealed FROM telephony_item WHERE kind = ? ORDER BY name", arguments: [Item.kind]
      ).map { (name: $0["name"] as String, sealed: Array($0["sealed"] as Data)) }
    }
    return try rows.map { row in
      let json = try Protected<JSON>(bytes: row.sealed).open(under: key, at: Self.place(Item.kind, row.name))
      guard let item = Item(json: json), item.itemName == row.name else { throw ProtectionProblem.notAuthentic }
      return item
    }
  }

  func item<Item: TelephonyItem>(_ type: Item.Type, _ name: String) async throws -> Item? {
    try await all(type).first { $0.itemName == name }
  }

  /// Grows with every change.
  func generation() async throws -> Int64 {
    try await database.read { try Int64.fetchOne($0, sql: "SELECT generation FROM telephony_generation") ?? 0 }
  }

  private static func place(_ kind: String, _ name: String) -> String { "telephony/\(kind)/\(name)" }
}
