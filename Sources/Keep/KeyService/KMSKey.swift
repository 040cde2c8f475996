import Crypto
import Foundation
import GRDB
package import Vocabulary

/// A key that people manage, in the words of the KMS API. Its backing keys wrap the private halves of sealing pairs.
package struct KMSKey: Sendable, Hashable {
  package enum State: String, Sendable {
    case enabled = "Enabled"
    case disabled = "Disabled"
    case pendingDeletion = "PendingDeletion"
    /// Its backing keys are gone: what they wrapped can never be opened again.
    case destroyed = "Destroyed"
  }

  package static let policyBytesMax = 32_768
  package static let descriptionBytesMax = 8_192

  package let id: String
  package internal(set) var description: String
  /// The policy document, as it was given.
  package internal(set) var policy: String
  package internal(set) var state: State
  /// The backing key that wraps now; those before it unwrap what they wrapped.
  package internal(set) var version: Int64
  package let createdAt: Moment
  /// When it is destroyed, of one that is pending deletion.
  package internal(set) var deletionAt: Moment?

  /// - Throws: `disabled`, `pendingDeletion` or `destroyed`.
  func mustBeEnabled() throws(KeyServiceProblem) {
    switch state {
    case .enabled: return
    case .disabled: throw KeyServiceProblem(.disabled, "the key \(id) is disabled")
    case .pendingDeletion: throw KeyServiceProblem(.pendingDeletion, "the key \(id) is pending deletion")
    case .destroyed: throw KeyServiceProblem(.destroyed, "the key \(id) was destroyed")
    }
  }
}

/// A row of a key carries a code under the root key, so that nobody who edits the file enables a key or widens its policy.
extension KMSKey {
  private func code(_ root: SymmetricKey) -> [UInt8] {
    let members = [
      description, policy, state.rawValue, "\(version)", "\(createdAt.microseconds)", "\(deletionAt?.microseconds ?? -1)",
    ]
    let place = KeyWrapping.Place("key state", id, members.map { "\($0.utf8.count):\($0)" }.joined())
    return Array(HMAC<SHA256>.authenticationCode(for: place.bytes, using: KeyWrapping.derived(root, place)))
  }

  init(_ row: Row, root: SymmetricKey) throws {
    guard let state = State(rawValue: row["state"]) else { throw KeyServiceProblem(.damaged, "a key has no known state") }
    let deletionAt = (row["deletion_at"] as Int64?).map { Moment(microseconds: $0) }
    self.init(
      id: row["id"], description: row["description"], policy: row["policy"], state: state, version: row["version"],
      createdAt: Moment(microseconds: row["created_at"]), deletionAt: deletionAt)
    guard SymmetricKey(data: row["code"] as Data) == SymmetricKey(data: code(root)) else {
      throw KeyServiceProblem(.damaged, "the key \(id) was changed by somebody else")
    }
  }

  /// The key of an id or of an alias.
  static func fetch(_ name: String, _ database: Database, root: SymmetricKey) throws -> KMSKey {
    let row = try Row.fetchOne(
      database, sql: "SELECT * FROM kms_key WHERE id = ? OR id = (SELECT key FROM kms_alias WHERE name = ?)",
      arguments: [name, name])
    guard let row else { throw KeyServiceProblem(.notFound, "there is no key of that id or alias") }
    return try KMSKey(row, root: root)
  }

  func save(_ database: Database, root: SymmetricKey) throws {
    try database.execute(
      sql: """
        INSERT INTO kms_key (id, description, policy, state, version, created_at, deletion_at, code)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET description = excluded.description, policy = excluded.policy, state = excluded.state,
          version = excluded.version, deletion_at = excluded.deletion_at, code = excluded.code
        """,
      arguments: [
        id, description, policy, state.rawValue, version, createdAt.microseconds, deletionAt?.microseconds, Data(code(root)),
      ])
  }

  static func place(_ id: String, version: Int64) -> KeyWrapping.Place { KeyWrapping.Place("backing key", id, "\(version)") }

  /// Makes the backing key of the version that the key has.
  func makeBackingKey(_ database: Database, root: SymmetricKey, at now: Moment) throws {
    let wrapped = try KeyWrapping.wrap(SymmetricKey(size: .bits256), under: root, at: Self.place(id, version: version))
    try database.execute(
      sql: "INSERT INTO kms_backing_key (key, version, created_at, wrapped) VALUES (?, ?, ?, ?)",
      arguments: [id, version, now.microseconds, Data(wrapped)])
  }

  /// The backing key of a version, for one use; only of a key that is enabled.
  func backingKey(_ version: Int64, _ database: Database, root: SymmetricKey) throws -> SymmetricKey {
    try mustBeEnabled()
    let wrapped = try Data.fetchOne(
      database, sql: "SELECT wrapped FROM kms_backing_key WHERE key = ? AND version = ?", arguments: [id, version])
    guard let wrapped else { throw KeyServiceProblem(.damaged, "a backing key of \(id) is missing") }
    return try KeyWrapping.unwrap(Array(wrapped), under: root, at: Self.place(id, version: version))
  }
}
