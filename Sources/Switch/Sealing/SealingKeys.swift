import ConnectAPI
import Link
import Sealing
import SingleFlight
import SwitchStore
import Vocabulary

/// The keep's public keys to seal to, each asked for ahead of need, and again once it is ten seconds old: a class may be sealed
/// under another KMS key by then. While the keep does not answer, or has none, the one that is known serves until it expires.
///
/// A key is taken only with the signature of the keep that this switch belongs to, for the instance and the class that were asked
/// for: whoever speaks on the Link in the keep's place gets nothing sealed to a key of theirs.
actor SealingKeys {
  private struct Scope: Hashable {
    let instanceID: String
    let contentClass: String
  }

  /// After how long the keep is asked again, so that another KMS key is soon sealed under.
  private static let freshSeconds: Int64 = 10

  private let keepSide: any LinkPeer
  private let store: ContactStore
  private let now: @Sendable () -> Moment
  private var verifier: [UInt8]?
  private var known: [Scope: (key: SealingPublicKey, expiresAt: Moment)] = [:]
  /// When each was last asked for, whatever came of it.
  private var askedAt: [Scope: Moment] = [:]

  /// Those who need one that is not there yet: the keep takes the better part of a second to make it.
  private let asking = SingleFlight<Scope, SealingPublicKey>()
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
    try await key(of: Scope(instanceID: instanceID, contentClass: contentClass))
  }

  /// Fetches what is needed while the keep is away: the key for what waits for it, and those of classes of content, by instance.
  /// One that cannot be had keeps no other waiting.
  /// - Throws: for the first that cannot be had, once all have been asked for.
  func prefetch(_ classes: [String: Set<String>]) async throws {
    let scopes = classes.sorted { $0.key < $1.key }.flatMap { id, classes in
      classes.sorted().map { Scope(instanceID: id, contentClass: $0) }
    }
    var first: (any Error)?
    for scope in [Scope(instanceID: DepositPage.instanceID, contentClass: DepositPage.contentClass)] + scopes {
      do { _ = try await key(of: scope) } catch { first = first ?? error }
    }
    if let first { throw first }
  }

  private func key(of scope: Scope) async throws -> SealingPublicKey {
    let valid = known[scope].flatMap { now() < $0.expiresAt ? $0.key : nil }
    guard let valid else { return try await asking.answer(for: scope) { try await take(scope) } }
    if let asked = askedAt[scope], now() < asked.adding(seconds: Self.freshSeconds) { return valid }
    do { return try await take(scope) } catch { return valid }
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
    askedAt[scope] = now()
    let verifier = try await pinnedVerifier()
    let message = IssueSealingKey(instanceID: scope.instanceID, contentClass: scope.contentClass)
    guard let carried = try await keepSide.send(message) else {
      throw LinkProblem(.peerFailed, message: "the keep has no key for that class of that instance")
    }
    let attested = AttestedSealingKey(
      key: try SealingPublicKey(der: carried.der, providerID: carried.providerID, name: carried.name),
      instanceID: carried.instanceID, contentClass: carried.contentClass, keyID: carried.keyID,
      expiresAt: carried.expiresAt.microseconds, signature: carried.signature)
    let key = try attested.verified(
      by: verifier, instanceID: scope.instanceID, contentClass: scope.contentClass, at: now().microseconds)
    known[scope] = (key, carried.expiresAt)
    return key
  }

  private func pinnedVerifier() async throws -> [UInt8] {
    if let verifier { return verifier }
    let pinned = try await store.keepVerifier(orFirst: try await keepSide.send(IntroduceKeep()))
    verifier = pinned
    return pinned
  }
}
