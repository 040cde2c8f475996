public import Crypto

/// A sealing key as the keep gives it to the switch: for whom it is, how long, and the keep's signature over that (Ed25519,
/// RFC 8032). A switch seals to no other, so that nobody between the two can put a key of theirs in its place.
public struct AttestedSealingKey: Sendable, Hashable {
  public let key: SealingPublicKey
  public let instanceID: String
  /// The storage resource type, such as `CALL_RECORDINGS`.
  public let contentClass: String
  /// The KMS key that the private half is wrapped under.
  public let keyID: String
  /// Microseconds since 1970: nothing is sealed to it from then on.
  public let expiresAt: Int64
  public let signature: [UInt8]

  public init(
    key: SealingPublicKey, instanceID: String, contentClass: String, keyID: String, expiresAt: Int64, signature: [UInt8]
  ) {
    self.key = key
    self.instanceID = instanceID
    self.contentClass = contentClass
    self.keyID = keyID
    self.expiresAt = expiresAt
    self.signature = signature
  }

  /// Signs a key. The keep alone can: it has the private key.
  public init(
    signing key: SealingPublicKey, instanceID: String, contentClass: String, keyID: String, expiresAt: Int64,
    by signer: Curve25519.Signing.PrivateKey
  ) throws(SealingProblem) {
    let covered = Self.covered(key, instanceID, contentClass, keyID, expiresAt)
    guard let signature = try? signer.signature(for: covered) else { throw .cipher }
    self.init(
      key: key, instanceID: instanceID, contentClass: contentClass, keyID: keyID, expiresAt: expiresAt,
      signature: Array(signature))
  }

  /// The key, if it is what it should be.
  /// - Parameters:
  ///   - verifier: the keep's public key, 32 bytes.
  ///   - now: microseconds since 1970.
  /// - Throws: `keyRefused` for another's signature, another instance or class, or a key that has expired.
  public func verified(
    by verifier: [UInt8], instanceID: String, contentClass: String, at now: Int64
  ) throws(SealingProblem) -> SealingPublicKey {
    let covered = Self.covered(key, self.instanceID, self.contentClass, keyID, expiresAt)
    guard let verifier = try? Curve25519.Signing.PublicKey(rawRepresentation: verifier),
      verifier.isValidSignature(signature, for: covered), self.instanceID == instanceID, self.contentClass == contentClass,
      now < expiresAt
    else { throw .keyRefused }
    return key
  }

  private static func covered(
    _ key: SealingPublicKey, _ instanceID: String, _ contentClass: String, _ keyID: String, _ expiresAt: Int64
  ) -> [UInt8] {
    let members = [key.providerID, key.name, instanceID, contentClass, keyID, "\(expiresAt)"]
    let text = members.reduce(into: "switchkeep sealing key 1") { $0 += "\n\($1.utf8.count):\($1)" }
    return Array(text.utf8) + [0x0A] + key.der
  }
}
