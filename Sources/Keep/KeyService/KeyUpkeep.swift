import ConnectAPI
import GRDB
import Logging
import ResourceStore
import ServiceLifecycle
import Vocabulary

/// Looks once an hour for what has to be done to keys as time goes on.
struct KeyUpkeep: Service {
  private static let pause = Duration.seconds(3_600)

  let tend: @Sendable () async throws -> Void
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await tend() } catch {
          logger.error("keys could not be tended; trying again in an hour", metadata: ["error": "\(type(of: error))"])
        }
        try? await Task.sleep(for: Self.pause)
      }
    }
  }
}

extension KeepProcess {
  /// Destroys keys whose waiting time is over, with an audit event in the same commit, and gives pairs that were sealed to for
  /// long enough a successor, in the instances that there are.
  package func tendKeys() async throws {
    let (now, context, events) = (configuration.now(), systemContext(), events)
    let destroyed = try await keys.destroyDueKeys(at: now) { key, database in
      let event = events.event(
        "DeleteKey", for: "kms.amazonaws.com", ["keyId": .string(key.id)], readOnly: false, category: .management)
      try LedgerRows.append([try LedgerEntry(event)], to: database)
    }
    if !destroyed.isEmpty { checkpoints.wake() }
    let instances = try await store.read { reader in
      var ids: Set<String> = []
      try ReadCall(context: context, reader: reader).forEach(.instance, in: context.place.account) { ids.insert($0.id) }
      return ids
    }
    for scope in try await keys.scopesDue(at: now) where instances.contains(scope.instanceID) {
      guard try await isInForce(scope, at: now) else { continue }
      do { try await keyUses.rotateSealingKey(for: scope, at: now) } catch let problem as KeyServiceProblem {
        // A key that is disabled, or denied to the contact centre, seals nothing until somebody changes that.
        guard [.disabled, .pendingDeletion, .destroyed, .denied].contains(problem.code) else { throw problem }
      }
    }
  }

  /// Whether it is what the class is sealed under now.
  private func isInForce(_ scope: SealingScope, at now: Moment) async throws -> Bool {
    let chosen = try await store.chosenKey(in: scope.instanceID, of: scope.contentClass)
    if let chosen { return chosen == scope.keyID }
    return try await keys.defaultKey(in: configuration.place.account, at: now).id == scope.keyID
  }
}
