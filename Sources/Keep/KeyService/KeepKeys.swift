package import Protection
package import SQLiteEngine
package import Vocabulary

/// The keep's database and the keys in it: what there is before there is a whole keep.
package struct KeepKeys: Sendable {
  package let database: SQLiteDatabase
  package let keys: KeyService

  /// With the keys sealed, or not made yet.
  /// - Parameter folder: the keep's own.
  package init(folder: String) throws {
    database = try KeepDatabase.open(in: folder)
    keys = KeyService(database: database, cost: .standard, allowsSecretMemory: true)
  }

  /// Makes the root key and the key that content is sealed to.
  /// - Parameter protection: the key under which the keep's data rests already; nil makes one.
  /// - Returns: the recovery key, to be shown once.
  /// - Throws: `alreadyInitialised`.
  package func make(
    _ secret: RootSecret, from source: RootSecretSource, protection: ProtectionKey?, account: String, at now: Moment
  ) async throws -> RecoveryKey {
    let recovery = try await keys.initialise(secret: secret, source: source, protection: protection)
    _ = try await keys.defaultKey(in: account, at: now)
    return recovery
  }

  /// Whether writes do not come to an end.
  package var isHanging: Bool { database.isHanging }

  package func close() throws { try database.close() }
}
