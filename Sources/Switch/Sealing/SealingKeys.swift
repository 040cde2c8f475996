import ConnectAPI
import Link
import Sealing
import SwitchStore
import Vocabulary

/// The keep's public keys to seal to, each asked for when it is first needed and then once a day.
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

  init(keepSide: any LinkPeer, store: ContactStore, now: @escaping @Sendable () -> Moment) {
    self.keepSide = keepSide
    self.store = store
    self.now = now
  }

  /// - Throws: LinkProblem when there is none and the keep does not answer; SealingProblem.keyRefused for another's key.
  func key(for contentClass: String, in instanceID: String) async throws -> SealingPublicKey {
    let scope = Scope(instanceID: instanceID, contentClass: contentClass)
    let known = known[scope].flatMap { now() < $0.expiresAt ? $0 : nil }
    if let known, now() < known.takenAt.adding(seconds: Self.freshSeconds) { return known.key }
    do {
      return try await take(scope)
    } catch let problem as LinkProblem {
      guard let known else { throw problem }
      return known.key
    }
  }

  private func take(_ scope: Scope) async throws -> SealingPublicKey {
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
