import Foundation
import GRDB
import SQLiteEngine
import Vocabulary

/// What waits for a keep that is away, sealed to it.
extension ContactStore {
  /// How much waits for the keep, sealed or not.
  package struct QueueFill: Sendable, Equatable {
    package var items = 0
    package var bytes = 0

    package init() {}
  }

  package func queueFill() async throws -> QueueFill {
    try await database.read { database in
      var fill = QueueFill()
      for (items, table) in [("coalesce(sum(items), 0)", "sealed_deposit"), ("count(*)", "contact_outbox")] {
        let column = table == "sealed_deposit" ? "message" : "payload"
        let row = try Row.fetchOne(
          database.cachedStatement(sql: "SELECT \(items) AS items, coalesce(sum(length(\(column))), 0) AS bytes FROM \(table)"))
        fill.items += row?["items"] ?? 0
        fill.bytes += row?["bytes"] ?? 0
      }
      return fill
    }
  }

  /// The oldest that is sealed.
  package func firstSealed() async throws -> (sequence: Int64, message: [UInt8])? {
    try await database.read { database in
      let statement = try database.cachedStatement(sql: "SELECT sequence, message FROM sealed_deposit ORDER BY sequence LIMIT 1")
      return try Row.fetchOne(statement).map { ($0["sequence"], Array($0["message"] as Data)) }
    }
  }

  /// Puts a sealed message in the place of what it holds: rows of the outbox, and all parts of the contacts that are deposited.
  package func seal(
    through sequence: Int64, items: Int, as message: [UInt8], deposited: [(contact: String, initial: String)]
  ) async throws {
    try await database.write { database in
      try database.cachedStatement(sql: "INSERT INTO sealed_deposit (items, message) VALUES (?, ?)").execute(
        arguments: [items, Data(message)])
      try Self.forget(through: sequence, deposited, database)
    }
  }

  package func deliveredSealed(_ sequence: Int64) async throws {
    try await database.write { database in
      try database.cachedStatement(sql: "DELETE FROM sealed_deposit WHERE sequence = ?").execute(arguments: [sequence])
    }
  }
}

/// The starts of this switch, and how far each has numbered.
extension ContactStore {
  /// Begins another, with an item that says no more than that: number 1.
  package func begin(boot: String, with marker: Outgoing) async throws {
    let payload = Data(try Packed.bytes(of: marker))
    try await database.write { database in
      try database.execute(sql: "INSERT INTO outbox_boot (boot, last) VALUES (?, 0)", arguments: [boot])
      try Self.insert(payload, at: OutboxPlace(boot: boot, number: 1), database)
    }
  }

  static func insert(_ payload: Data, at place: OutboxPlace, _ database: Database) throws {
    try database.cachedStatement(sql: "INSERT INTO contact_outbox (payload, boot, number) VALUES (?, ?, ?)").execute(
      arguments: [payload, place.boot, place.number])
    try database.cachedStatement(sql: "UPDATE outbox_boot SET last = ? WHERE boot = ?").execute(
      arguments: [place.number, place.boot])
  }

  /// The start before another, and the last number that it gave.
  static func boot(before boot: String, _ database: Database) throws -> OutboxPlace? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT boot, last FROM outbox_boot WHERE position < (SELECT position FROM outbox_boot WHERE boot = ?)
        ORDER BY position DESC LIMIT 1
        """, arguments: [boot])
    return row.map { OutboxPlace(boot: $0["boot"], number: $0["last"]) }
  }
}

/// Where an item stands among all that a switch has left for the keep since one of its starts.
package struct OutboxPlace: Sendable, Equatable {
  package let boot: String
  /// From 1, without gaps.
  package let number: Int

  package init(boot: String, number: Int) {
    self.boot = boot
    self.number = number
  }
}
