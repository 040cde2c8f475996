import ConnectAPI
import Link
import Sealing
import SwitchStore
import Vocabulary

/// The keep's public keys to seal to, each asked for ahead of need and then once a day.
///
/// A key is taken only with the signature of the keep that this switch belongs to, for the instance and the class that were asked
/// for: whoever speaks on the Link in the keep's place gets nothing sealed to a key of theirs.
actor SealingKeys {
  private struct Scope: Hashable {
    let instanceID: String
    let contentClass: String
  }

  /// After how long another is asked for, so that a new pair is soon used; until it expires the old one serves.
  private static let freshSeconds: Int64 = 86_400

  private let keepSide: any LinkPeer
  private let store: ContactStore
  private let now: @Sendable () -> Moment
  private var verifier: [UInt8]?
  private var known: [Scope: (key: SealingPublicKey, expiresAt: Moment, takenAt: Moment)] = [:]

  private var refused: Set<Scope> = []
  /// Is told of an instance and a class for which a key came that is not the keep's own.
  private let onRefusal: @Sendable (String, String) async -> Void

  init(
    keepSide: any LinkPeer, store: ContactStore, now: @escaping @Sendable () -> Moment,
    onRefusal: @escaping @Sendable (String, String) async -> Void
  ) {
    self.onRefusal = onRefusal
    self.keepSide = keepSide
    self.store = store
    self.now = now
  }

  /// - Throws: LinkProblem when there is none and the keep does not answer; SealingProblem.keyRefused for another's key.
  func key(for contentClass: String, in instanceID: String) async throws -> SealingPublicKey {
    let scope = Scope(instanceID: instanceID, contentClass: contentClass)
    if let known = known[scope], now() < known.expiresAt { return known.key }
    return try await take(scope)
  }

  /// Fetches what is needed while the keep is away: the key for what waits for it, and those of the classes of instances. Each is
  /// fetched anew a day later, a week or more before it expires.
  func prefetch(instances: [String]) async throws {
    let scopes = instances.flatMap { id in
      DepositSealing.classes.map { Scope(instanceID: id, contentClass: $0) }
    }
    for scope in [Scope(instanceID: DepositPage.instanceID, contentClass: DepositPage.contentClass)] + scopes {
      if let known = known[scope], now() < known.takenAt.adding(seconds: Self.freshSeconds) { continue }
      _ = try await take(scope)
    }
  }

  /// A refusal is told once, until a key is taken for the scope.
  private func take(_ scope: Scope) async throws -> SealingPublicKey {
    do {
      let key = try await taken(scope)
      refused.remove(scope)
      return key
    } catch SealingProblem.keyRefused {
      if refused.insert(scope).inserted { await onRefusal(scope.instanceID, scope.contentClass) }
      throw SealingProblem.keyRefused
    }
  }

  private func taken(_ scope: Scope) async throws -> SealingPublicKey {
    let verifier = try await pinnedVerifier()
    let message = IssueSealingKey(instanceID: scope.instanceID, contentClass: scope.contentClass)
    guard let carried = try await keepSide.send(message) else { throw SealingProblem.keyRefused }
    let attested = AttestedSealingKey(
      key: try SealingPublicKey(der: carried.der, providerID: carried.providerID, name: carried.name),
      instanceID: carried.instanceID, contentClass: carried.contentClass, keyID: carried.keyID,
      expiresAt: carried.expiresAt.microseconds, signature: carried.signature)
    let key = try attested.verified(
      by: verifier, instanceID: scope.instanceID, contentClass: scope.contentClass, at: now().microseconds)
    known[scope] = (key, carried.expiresAt, now())
    return key
  }

  private func pinnedVerifier() async throws -> [UInt8] {
    if let verifier { return verifier }
    let pinned = try await store.keepVerifier(orFirst: try await keepSide.send(IntroduceKeep()))
    verifier = pinned
    return pinned
  }
}
