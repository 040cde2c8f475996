import Crypto
import Foundation
import GRDB

/// The root key as it rests: under the root secret, and under the recovery key.
struct RootKeyRecord: Sendable {
  let id: String
  /// Where the secret comes from, for who must give it.
  let source: RootSecretSource
  let cost: StretchingCost
  let salt: [UInt8]
  let wrapped: [UInt8]
  let recoveryWrapped: [UInt8]

  /// Wraps a root key anew under a secret.
  static func make(
    _ root: SymmetricKey, id: String, secret: RootSecret, source: RootSecretSource, cost: StretchingCost, recovery: RecoveryKey
  ) async throws(KeyServiceProblem) -> RootKeyRecord {
    let salt = unsafe SymmetricKey(size: .bits256).withUnsafeBytes { unsafe Array($0) }
    let stretched = try await cost.stretched(secret, salt: salt)
    return RootKeyRecord(
      id: id, source: source, cost: cost, salt: salt,
      wrapped: try KeyWrapping.wrap(root, under: stretched, at: secretPlace(id, cost)),
      recoveryWrapped: try KeyWrapping.wrap(root, under: recovery.key, at: recoveryPlace(id)))
  }

  func root(with secret: RootSecret) async throws(KeyServiceProblem) -> SymmetricKey {
    let stretched = try await cost.stretched(secret, salt: salt)
    do { return try KeyWrapping.unwrap(wrapped, under: stretched, at: Self.secretPlace(id, cost)) } catch { throw Self.wrong }
  }

  func root(with recovery: RecoveryKey) throws(KeyServiceProblem) -> SymmetricKey {
    do {
      return try KeyWrapping.unwrap(recoveryWrapped, under: recovery.key, at: Self.recoveryPlace(id))
    } catch { throw Self.wrong }
  }

  private static let wrong = KeyServiceProblem(.wrongSecret, "this secret does not open the keep's root key")

  /// The cost is covered, so that nobody makes a secret cheaper to guess.
  private static func secretPlace(_ id: String, _ cost: StretchingCost) -> KeyWrapping.Place {
    KeyWrapping.Place("root key by secret", id, "\(cost.memoryKibibytes) \(cost.passes) \(cost.lanes)")
  }

  private static func recoveryPlace(_ id: String) -> KeyWrapping.Place { KeyWrapping.Place("root key by recovery", id) }
}

extension RootKeyRecord {
  static func fetch(_ database: Database) throws -> RootKeyRecord? {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM root_key") else { return nil }
    let salt = Array(row["salt"] as Data)
    guard (16...64).contains(salt.count) else { throw KeyServiceProblem(.damaged, "the root key's salt is out of bounds") }
    return RootKeyRecord(
      id: row["id"], source: try RootSecretSource(row["source"] as String),
      cost: try StretchingCost(memoryKibibytes: row["memory_kibibytes"], passes: row["passes"], lanes: row["lanes"]),
      salt: salt, wrapped: Array(row["wrapped"] as Data), recoveryWrapped: Array(row["recovery_wrapped"] as Data))
  }

  func save(_ database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO root_key
          (one, id, source, memory_kibibytes, passes, lanes, salt, wrapped, recovery_wrapped) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        id, source.text, Int64(cost.memoryKibibytes), Int64(cost.passes), Int64(cost.lanes), Data(salt), Data(wrapped),
        Data(recoveryWrapped),
      ])
  }
}
