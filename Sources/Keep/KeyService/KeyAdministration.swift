import Crypto
import Foundation
package import GRDB
import SQLiteEngine
package import Vocabulary

/// What people do with keys.
extension KeyService {
  private static let waitingDays = 7...30

  /// - Parameters:
  ///   - alias: another name for it, such as `alias/recordings`; nil for none.
  ///   - policy: the policy document.
  package func createKey(description: String, policy: String, alias: String?, at now: Moment) async throws -> KMSKey {
    let root = try root()
    let key = KMSKey(
      id: UUID().uuidString.lowercased(), description: description, policy: policy, state: .enabled, version: 1, createdAt: now,
      deletionAt: nil)
    try Self.check(key)
    return try await database.write { database in
      try key.save(database, root: root)
      try key.makeBackingKey(database, root: root, at: now)
      if let alias { try Self.insert(alias, key.id, database) }
      return key
    }
  }

  /// - Parameter name: an id or an alias.
  package func key(_ name: String) async throws -> KMSKey {
    let root = try root()
    return try await database.read { try KMSKey.fetch(name, $0, root: root) }
  }

  /// Every key, in the order of their making.
  package func keys() async throws -> [KMSKey] {
    let root = try root()
    return try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM kms_key ORDER BY created_at, id").map { try KMSKey($0, root: root) }
    }
  }

  package func setPolicy(_ policy: String, of name: String) async throws {
    try await change(name) { key, _ in key.policy = policy }
  }

  /// What the key wraps is dark from the moment that this returns.
  package func disable(_ name: String) async throws {
    try await change(name) { key, _ in
      if key.state != .disabled { try key.mustBeEnabled() }
      key.state = .disabled
    }
  }

  package func enable(_ name: String) async throws {
    try await change(name) { key, _ in
      if key.state != .disabled { try key.mustBeEnabled() }
      key.state = .enabled
    }
  }

  /// Makes another backing key. What the ones before it wrapped opens as before.
  package func rotate(_ name: String, at now: Moment) async throws {
    let root = try root()
    try await change(name) { key, database in
      try key.mustBeEnabled()
      key.version += 1
      try key.makeBackingKey(database, root: root, at: now)
    }
  }

  /// - Parameter days: 7 to 30.
  /// - Returns: when it is destroyed.
  @discardableResult
  package func scheduleDeletion(of name: String, days: Int, at now: Moment) async throws -> Moment {
    guard Self.waitingDays.contains(days) else { throw KeyServiceProblem(.invalid, "a key waits 7 to 30 days for its deletion") }
    let due = now.adding(seconds: Int64(days) * 86_400)
    try await change(name) { key, _ in
      if key.state != .disabled { try key.mustBeEnabled() }
      key.state = .pendingDeletion
      key.deletionAt = due
    }
    return due
  }

  /// The key is disabled then, as KMS leaves it.
  package func cancelDeletion(of name: String) async throws {
    try await change(name) { key, _ in
      guard key.state == .pendingDeletion else { throw KeyServiceProblem(.invalid, "the key is not pending deletion") }
      key.state = .disabled
      key.deletionAt = nil
    }
  }

  /// Destroys the keys whose time has come: their backing keys and the private halves that these wrapped are overwritten.
  /// - Parameter recording: writes down that a key is destroyed, in the same commit.
  /// - Returns: their ids.
  package func destroyDueKeys(
    at now: Moment, recording: @escaping @Sendable (KMSKey, Database) throws -> Void
  ) async throws -> [String] {
    let root = try root()
    return try await database.write { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM kms_key WHERE state = ? AND deletion_at <= ?",
        arguments: [KMSKey.State.pendingDeletion.rawValue, now.microseconds])
      return try rows.map { row in
        var key = try KMSKey(row, root: root)
        key.state = .destroyed
        try key.save(database, root: root)
        try database.execute(sql: "DELETE FROM kms_backing_key WHERE key = ?", arguments: [key.id])
        try database.execute(sql: "UPDATE sealing_pair SET wrapped = NULL WHERE key = ?", arguments: [key.id])
        try recording(key, database)
        return key.id
      }
    }
  }

  func change(
    _ name: String, _ body: @escaping @Sendable (inout KMSKey, Database) throws -> Void
  ) async throws {
    let root = try root()
    try await database.write { database in
      var key = try KMSKey.fetch(name, database, root: root)
      try body(&key, database)
      try Self.check(key)
      try key.save(database, root: root)
    }
  }

  private static func check(_ key: KMSKey) throws(KeyServiceProblem) {
    guard key.policy.utf8.count <= KMSKey.policyBytesMax, key.description.utf8.count <= KMSKey.descriptionBytesMax else {
      throw KeyServiceProblem(.invalid, "a policy has 32,768 bytes at most, a description 8,192")
    }
  }

  private static func insert(_ alias: String, _ keyID: String, _ database: Database) throws {
    guard alias.hasPrefix("alias/"), (7...256).contains(alias.utf8.count) else {
      throw KeyServiceProblem(.invalid, "an alias begins with alias/ and has 256 bytes at most")
    }
    guard try String.fetchOne(database, sql: "SELECT key FROM kms_alias WHERE name = ?", arguments: [alias]) == nil else {
      throw KeyServiceProblem(.alreadyExists, "there is an alias of that name")
    }
    try database.execute(sql: "INSERT INTO kms_alias (name, key) VALUES (?, ?)", arguments: [alias, keyID])
  }
}
