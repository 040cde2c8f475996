import Crypto
import Foundation
import GRDB
package import Protection
import Sealing
import SingleFlight
package import SQLiteEngine
import Vocabulary

/// The keep's keys. It is sealed until it has the root secret: then the root key lies in memory of its own, and every other key
/// is unwrapped for one use.
///
///     root secret (argon2id) or recovery key -> root key -> keys of the keep itself
///                                                        -> backing keys of KMS keys -> private halves of sealing pairs
package actor KeyService {
  package enum State: Sendable, Hashable {
    /// There is no root key.
    case uninitialised
    /// There is one, and its secret was not given: every request of keys is answered with `sealed`.
    case sealed
    case open(SecretPage.Protection)
  }

  let database: SQLiteDatabase
  private let cost: StretchingCost
  private let allowsSecretMemory: Bool
  private var page: SecretPage?
  private var rootID = ""
  /// Those who ask for a sealing pair that is not there yet: one is made for all, since it takes a processor half a second.
  nonisolated let makingPairs = SingleFlight<SealingScope, AttestedSealingKey>()
  /// When a denial was last told, by what it was about.
  private var toldDenials: [String: Moment] = [:]

  /// - Parameters:
  ///   - database: the keep's own, with its migrations.
  ///   - cost: of secrets that are set from now on.
  ///   - allowsSecretMemory: false to show what a kernel without memfd_secret gives.
  package init(database: SQLiteDatabase, cost: StretchingCost, allowsSecretMemory: Bool) {
    self.database = database
    self.cost = cost
    self.allowsSecretMemory = allowsSecretMemory
  }

  package var state: State {
    get async throws {
      if let page { return .open(page.protection) }
      return try await database.read { try RootKeyRecord.fetch($0) } == nil ? .uninitialised : .sealed
    }
  }

  /// Where the root secret comes from, as it was said at `initialise`; nil before that.
  package var source: RootSecretSource? {
    get async throws { try await database.read { try RootKeyRecord.fetch($0)?.source } }
  }

  /// Makes the root key and opens the service.
  /// - Parameter protection: the key under which the keep's data rests already; nil makes one.
  /// - Returns: the recovery key, to be shown once. It is stored nowhere.
  /// - Throws: `alreadyInitialised`.
  package func initialise(
    secret: RootSecret, source: RootSecretSource, protection: ProtectionKey?
  ) async throws -> RecoveryKey {
    let root = SymmetricKey(size: .bits256)
    let recovery = RecoveryKey.make()
    let id = UUID().uuidString.lowercased()
    let record = try await RootKeyRecord.make(root, id: id, secret: secret, source: source, cost: cost, recovery: recovery)
    let keys = [
      (KeepKeyName.protection, protection?.symmetricKey ?? SymmetricKey(size: .bits256)),
      (KeepKeyName.signature, SymmetricKey(size: .bits256)),
    ]
    let wrapped = try keys.map { ($0, try KeyWrapping.wrap($1, under: root, at: $0.place(id))) }
    try await database.write { database in
      guard try RootKeyRecord.fetch(database) == nil else {
        throw KeyServiceProblem(.alreadyInitialised, "there is a root key already")
      }
      try record.save(database)
      for (name, bytes) in wrapped {
        try database.execute(
          sql: "INSERT INTO keep_key (name, wrapped) VALUES (?, ?)", arguments: [name.rawValue, Data(bytes)])
      }
    }
    try take(root, id)
    return recovery
  }

  /// - Throws: `wrongSecret`, `notInitialised`.
  package func unlock(with secret: RootSecret) async throws {
    let record = try await record()
    try take(try await record.root(with: secret), record.id)
  }

  /// - Throws: `wrongSecret`, `notInitialised`.
  package func unlock(with recovery: RecoveryKey) async throws {
    let record = try await record()
    try take(try record.root(with: recovery), record.id)
  }

  /// Forgets the root key.
  package func seal() { page = nil }

  /// Sets another secret, such as after the recovery key was used. The old secret and the old recovery key open nothing after.
  /// - Returns: the new recovery key, to be shown once.
  package func change(to secret: RootSecret, source: RootSecretSource) async throws -> RecoveryKey {
    let (root, id, recovery) = (try root(), rootID, RecoveryKey.make())
    let record = try await RootKeyRecord.make(root, id: id, secret: secret, source: source, cost: cost, recovery: recovery)
    try await database.write { try record.save($0) }
    return recovery
  }

  /// The key under which the keep's own data rests.
  package func protectionKey() async throws -> ProtectionKey {
    guard let key = ProtectionKey(bytes: unsafe try await keepKey(.protection).withUnsafeBytes({ unsafe Array($0) })) else {
      throw KeyServiceProblem(.damaged, "the protection key has another length")
    }
    return key
  }

  /// The public key that verifies what the keep signs for the switch: Ed25519 (RFC 8032), 32 bytes.
  package func verifier() async throws -> [UInt8] { Array(try await signingKey().publicKey.rawRepresentation) }

  func signingKey() async throws -> Curve25519.Signing.PrivateKey {
    try Curve25519.Signing.PrivateKey(rawRepresentation: try await keepKey(.signature))
  }

  /// Whether a denial goes on record: what asks again and again is told once a minute.
  func isTold(_ denial: String, at now: Moment) -> Bool {
    toldDenials = toldDenials.filter { $0.value.adding(seconds: 60) > now }
    return toldDenials.updateValue(toldDenials[denial] ?? now, forKey: denial) == nil
  }

  /// The root key for one use.
  func root() throws(KeyServiceProblem) -> SymmetricKey {
    guard let page else { throw KeyServiceProblem(.sealed, "the keep is sealed: it has not been given its root secret") }
    return page.key()
  }

  private func record() async throws -> RootKeyRecord {
    guard let record = try await database.read({ try RootKeyRecord.fetch($0) }) else {
      throw KeyServiceProblem(.notInitialised, "there is no root key yet")
    }
    return record
  }

  private func take(_ root: SymmetricKey, _ id: String) throws(KeyServiceProblem) {
    guard let page = SecretPage(root, allowsSecretMemory: allowsSecretMemory) else {
      throw KeyServiceProblem(.noMemory, "no memory for the root key")
    }
    self.page = page
    rootID = id
  }

  private func keepKey(_ name: KeepKeyName) async throws -> SymmetricKey {
    let (root, id) = (try root(), rootID)
    let wrapped = try await database.read { database in
      try Data.fetchOne(database, sql: "SELECT wrapped FROM keep_key WHERE name = ?", arguments: [name.rawValue])
    }
    guard let wrapped else { throw KeyServiceProblem(.damaged, "a key of the keep is missing") }
    return try KeyWrapping.unwrap(Array(wrapped), under: root, at: name.place(id))
  }
}

/// Keys of the keep itself, directly under the root key.
private enum KeepKeyName: String {
  case protection, signature

  func place(_ rootID: String) -> KeyWrapping.Place { KeyWrapping.Place("keep key", rootID, rawValue) }
}
