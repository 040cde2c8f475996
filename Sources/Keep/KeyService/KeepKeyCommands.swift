import ConnectAPI
import Foundation
import GRDB
import ResourceStore
import SQLiteEngine
package import Vocabulary

/// What a person with access to the machine does with keys. Each change commits with its event, in the words of the KMS API.
extension KeepProcess {
  package func listKeys() async throws -> [JSON] {
    let names = try await keys.aliases()
    return try await keys.keys().map { key in
      [
        "KeyId": .string(key.id), "Aliases": .strings(names[key.id] ?? []), "KeyState": .string(key.state.rawValue),
        "Description": .string(key.description), "BackingKeys": .number(Int(key.version)),
        "CreationDate": .string(key.createdAt.rfc3339), "DeletionDate": key.deletionAt.map { .string($0.rfc3339) } ?? .null,
      ]
    }
  }

  /// - Parameter alias: such as `alias/recordings`; nil for none.
  /// - Returns: its id.
  package func createKey(description: String, alias: String?) async throws -> String {
    let policy = KeyService.defaultPolicy(configuration.place.account).text
    let key = try await keys.createKey(description: description, policy: policy, alias: alias, at: configuration.now())
    try await recordKey("CreateKey", key.id, alias.map { [("alias", .string($0))] } ?? [])
    return key.id
  }

  /// What the key wraps is dark, or is not any more, from the moment that this returns.
  /// - Parameter name: an id or an alias.
  package func setKey(_ name: String, enabled: Bool) async throws {
    let key = try await keys.key(name)
    try await recordKey(enabled ? "EnableKey" : "DisableKey", key.id)
    try await enabled ? keys.enable(key.id) : keys.disable(key.id)
  }

  /// Another backing key wraps from now on, and other pairs are sealed to; what was sealed before opens as before.
  package func rotateKey(_ name: String) async throws {
    let key = try await keys.key(name)
    try await recordKey("RotateKeyOnDemand", key.id)
    try await keys.rotate(key.id, at: configuration.now())
    for scope in try await keys.scopes(under: key.id) { try await keyUses.rotateSealingKey(for: scope, at: configuration.now()) }
  }

  /// - Returns: when it is destroyed, and with it what it protects.
  /// - Throws: KeyServiceProblem.invalid for a key that a storage configuration names: what is sealed under it from then on would
  ///   be lost.
  package func deleteKey(_ name: String, afterDays days: Int) async throws -> Moment {
    let key = try await keys.key(name)
    if let named = try await storageConfigs(naming: key.id).first {
      throw KeyServiceProblem(
        .invalid,
        "\(named.document.resourceType) of the instance \(named.record.scope) are sealed under the key: choose another with"
          + " UpdateInstanceStorageConfig first. A disabled key is dark at once")
    }
    let due = configuration.now().adding(seconds: Int64(days) * 86_400)
    try await recordKey("ScheduleKeyDeletion", key.id, [("deletionDate", .string(due.rfc3339))])
    return try await keys.scheduleDeletion(of: key.id, days: days, at: configuration.now())
  }

  package func keepKey(_ name: String) async throws {
    let key = try await keys.key(name)
    try await recordKey("CancelKeyDeletion", key.id)
    try await keys.cancelDeletion(of: key.id)
  }

  private func recordKey(_ event: String, _ id: String, _ details: [(String, JSON)] = []) async throws {
    try await recordCommand(event, .object([("keyId", .string(id))] + details), errorCode: nil)
  }
}

extension KeyService {
  /// The KMS key of a sealing pair, for a decision about its use.
  /// - Throws: `notFound`.
  func key(ofSealingKey name: String) async throws -> KMSKey {
    guard let scope = try await scope(ofSealingKey: name) else {
      throw KeyServiceProblem(.notFound, "there is no sealing pair of that name")
    }
    return try await key(scope.keyID)
  }

  /// The KMS keys that content of an instance rests under.
  func keys(under instanceID: String) async throws -> [KMSKey] {
    let root = try root()
    return try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM kms_key WHERE id IN (SELECT key FROM sealing_pair WHERE instance = ?) ORDER BY id",
        arguments: [instanceID]
      ).map { try KMSKey($0, root: root) }
    }
  }

  /// The aliases of each key.
  func aliases() async throws -> [String: [String]] {
    try await database.read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT name, key FROM kms_alias ORDER BY name")
      return Dictionary(grouping: rows, by: { $0["key"] as String }).mapValues { $0.map { $0["name"] } }
    }
  }

  /// The scopes that have a pair under a key.
  func scopes(under keyID: String) async throws -> [SealingScope] {
    try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT DISTINCT instance, class FROM sealing_pair WHERE key = ? ORDER BY instance, class",
        arguments: [keyID]
      ).compactMap { row in
        ContentClass(rawValue: row["class"]).map { SealingScope(instanceID: row["instance"], contentClass: $0, keyID: keyID) }
      }
    }
  }
}
