import GRDB
import Sealing
import SingleFlight
import Vocabulary

/// Uses of KMS keys by the contact centre itself and by who runs the machine: each is decided, and on record before it is done.
/// Those of requests are `ContentReading`'s.
struct KeyUses: Sendable {
  let keys: KeyService
  let access: KeyAccess
  let log: AuditLog
  let events: KeepEvent

  /// - Returns: what allows it, and the event that has to be durable before it is done.
  /// - Throws: KeyServiceProblem.denied, which is on record.
  func ofService(
    _ operation: KeyUse.Operation, _ keyID: String, _ encryptionContext: [String: String]
  ) async throws -> (allowance: KeyAllowance, entry: JSON) {
    let use = KeyUse(operation: operation, keyID: keyID, encryptionContext: encryptionContext, service: .connect)
    let envelope = events.event(
      operation.rawValue, for: "connect.amazonaws.com", [:], readOnly: true, category: .management)
    return try await decided(use, access.verdictForService(on: use, of: try await keys.key(keyID)), in: envelope) {
      // The switch asks for what it seals to once a second, until it has it.
      await keys.isTold("\(use.action) \(keyID) \(encryptionContext["switchkeep:class"] ?? "")", at: events.now())
    }
  }

  /// By a command.
  /// - Parameter envelope: an event of the command's.
  func ofAccount(_ object: ContentObject, _ keyID: String, in envelope: JSON) async throws -> JSON {
    let key = try await keys.key(keyID)
    let use = KeyUse.opening(object, under: key, for: .s3)
    return try await decided(use, access.verdictForAccount(on: use, of: key), in: envelope, isTold: { true }).entry
  }

  private func decided(
    _ use: KeyUse, _ verdict: KeyAccess.Verdict, in envelope: JSON, isTold: () async -> Bool
  ) async throws -> (allowance: KeyAllowance, entry: JSON) {
    switch verdict {
    case .allowed(let allowance): return (allowance, use.event(in: envelope, at: access.place, denied: nil))
    case .denied(let reason):
      if await isTold() { try await log.append([use.event(in: envelope, at: access.place, denied: reason)]) }
      throw KeyServiceProblem(.denied, reason)
    }
  }
}

/// Sealing pairs, whose making is a use of the key.
extension KeyUses {
  /// As `KeyService.sealingKey` has it.
  func sealingKey(for scope: SealingScope, at now: Moment) async throws -> AttestedSealingKey {
    if let current = try await keys.currentSealingKey(for: scope, at: now) { return current }
    return try await keys.makingPairs.answer(for: scope) {
      // Somebody may have made it meanwhile.
      if let current = try await keys.currentSealingKey(for: scope, at: now) { return current }
      let record = try await record(of: scope)
      return try await keys.sealingKey(for: scope, at: now, recording: record)
    }
  }

  func rotateSealingKey(for scope: SealingScope, at now: Moment) async throws {
    let record = try await record(of: scope)
    _ = try await keys.rotateSealingKey(for: scope, at: now, recording: record)
    log.checkpoints.wake()
  }

  /// What writes down, in the commit that stores a pair, that it was made.
  private func record(of scope: SealingScope) async throws -> @Sendable (Database) throws -> Void {
    let context = ["switchkeep:class": scope.contentClass.rawValue, "switchkeep:instance": scope.instanceID]
    let entry = try LedgerEntry(try await ofService(.generateDataKeyPair, scope.keyID, context).entry)
    return { try LedgerRows.append([entry], to: $0) }
  }
}
