import GRDB
import Link

/// Which open contacts may read what contacts before them left: those that go on with the conversation, for as long as they are
/// open. A right names one contact that was deposited, and comes from a key that had a right to it: what a switch says alone
/// opens nothing.
enum ContactRights {
  /// Contacts that one may read.
  private static let countMax = 1_000

  /// The contact that is deposited, and what it could read itself, go on to those that its conversation goes on in. Its own
  /// rights end.
  static func pass(from deposit: Deposit, _ database: Database) throws {
    for reader in Set(deposit.readers).sorted().prefix(64) where try reader != deposit.keyID && isOpen(reader, database) {
      try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO contact_right (key, contact)
          SELECT ?, contact FROM (SELECT ? AS contact UNION SELECT contact FROM contact_right WHERE key = ?) LIMIT ?
          """
      ).execute(arguments: [reader, deposit.contactID, deposit.keyID, countMax])
    }
    try database.cachedStatement(sql: "DELETE FROM contact_right WHERE key = ?").execute(arguments: [deposit.keyID])
  }

  /// The contacts of the past that is asked for, the newest first; none when there is no such past.
  static func named(_ past: ClaimedPast, _ database: Database) throws -> [String] {
    let source = try Row.fetchOne(
      database, sql: "SELECT initial, initiated_at FROM ended_contact WHERE id = ? AND instance = ?",
      arguments: [past.contactID, past.instanceID])
    guard let source else { return [] }
    return try String.fetchAll(
      database,
      sql: """
        SELECT id FROM ended_contact WHERE initial = ? AND instance = ? AND (? OR initiated_at >= ?)
        ORDER BY initiated_at DESC LIMIT ?
        """,
      arguments: [
        source["initial"] as String, past.instanceID, past.isEntire, source["initiated_at"] as Int64, countMax,
      ])
  }

  /// Gives a contact the right to these, and to no other that came meanwhile.
  /// - Returns: whether the contact is open.
  static func grant(_ key: String, _ contacts: [String], _ database: Database) throws -> Bool {
    guard try isOpen(key, database) else { return false }
    let statement = try database.cachedStatement(sql: "INSERT OR IGNORE INTO contact_right (key, contact) VALUES (?, ?)")
    for contact in contacts.prefix(countMax) { try statement.execute(arguments: [key, contact]) }
    return true
  }

  static func rights(of key: String, _ database: Database) throws -> [ContactRight] {
    guard try isOpen(key, database) else { return [] }
    let statement = try database.cachedStatement(sql: "SELECT contact FROM contact_right WHERE key = ?")
    return try String.fetchAll(statement, arguments: [key]).map { ContactRight(contactID: $0) }
  }

  private static func isOpen(_ key: String, _ database: Database) throws -> Bool {
    let statement = try database.cachedStatement(sql: "SELECT 1 FROM contact_key WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [key]) != nil
  }
}

/// That an open contact may read what one before it left. Only `ContactRights` makes one.
struct ContactRight: Sendable {
  let contactID: String

  fileprivate init(contactID: String) { self.contactID = contactID }
}
