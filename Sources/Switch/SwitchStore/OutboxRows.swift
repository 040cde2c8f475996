import Foundation
import GRDB
import SQLiteEngine
import Vocabulary

/// What waits for the keep.
extension ContactStore {
  /// What is read of the outbox at a time.
  package struct OutboxPage: Sendable {
    package let rows: [(sequence: Int64, outgoing: Outgoing)]
    /// Where each of them stands; nil for what an earlier build has left. All are of one start of the switch.
    package let places: [OutboxPlace]?
    /// The start before it, if the page has its first.
    package let preceding: OutboxPlace?
    /// The parts of the contacts that are deposited, by contact.
    package let parts: [String: [Part]]
    /// Whether more waits.
    package let isFull: Bool
  }

  /// Tells this outbox from every other one.
  package func outboxID() async throws -> String {
    try await database.read { try String.fetchOne($0, sql: "SELECT id FROM outbox_identity") ?? "" }
  }

  /// - Parameter after: a row that was delivered, with all before it.
  /// - Throws: DecodingError for a row that this program cannot read.
  package func outbox(after: Int64, rowsMax: Int) async throws -> OutboxPage {
    try await database.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT sequence, payload, boot, number FROM contact_outbox WHERE sequence > ? ORDER BY sequence LIMIT ?")
      let found = try Row.fetchAll(statement, arguments: [after, rowsMax])
      let boot = found.first.flatMap { $0["boot"] as String? }
      let ofBoot = found.prefix { $0["boot"] as String? == boot }
      let rows = try ofBoot.map { row in
        (sequence: row["sequence"] as Int64, outgoing: try Packed.value(Outgoing.self, from: Array(row["payload"] as Data)))
      }
      let places = boot.map { boot in ofBoot.map { OutboxPlace(boot: boot, number: $0["number"]) } }
      let preceding = try places?.first.flatMap { $0.number == 1 ? try Self.boot(before: $0.boot, database) : nil }
      var parts: [String: [Part]] = [:]
      for contact in rows.flatMap(\.outgoing.contacts) where contact.isDeposit {
        parts[contact.id] = try Self.parts(of: contact.id, in: contact.initial, database)
      }
      return OutboxPage(
        rows: rows, places: places, preceding: preceding, parts: parts, isFull: found.count == rowsMax || rows.count < found.count
      )
    }
  }

  private static func parts(of contact: String, in initial: String, _ database: Database) throws -> [Part] {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM contact_part WHERE initial = ? AND contact = ? ORDER BY kind, sequence")
    return try Row.fetchAll(statement, arguments: [initial, contact]).compactMap(part)
  }

  /// The keys under which what waits for the keep is encrypted.
  package func keyIDs() async throws -> [(contact: String, keyID: String)] {
    try await database.read { database in
      var ids: [String: String] = [:]
      let rows = try Data.fetchCursor(database, sql: "SELECT payload FROM contact_outbox")
      while let payload = try rows.next() {
        for contact in try Packed.value(Outgoing.self, from: Array(payload)).contacts { ids[contact.id] = contact.keyID }
      }
      return ids.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
  }

  /// Forgets what was delivered, with all parts of the contacts that were deposited by it.
  static func forget(through sequence: Int64, _ deposited: [(contact: String, initial: String)], _ database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM contact_outbox WHERE sequence <= ?").execute(arguments: [sequence])
    for (contact, initial) in deposited {
      try database.cachedStatement(sql: "DELETE FROM contact_part WHERE initial = ? AND contact = ?").execute(
        arguments: [initial, contact])
    }
  }
}
