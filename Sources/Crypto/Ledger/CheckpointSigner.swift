internal import Crypto
public import LedgerText

/// A ledger's signing key, Ed25519 (RFC 8032). It does not print itself.
public struct CheckpointSigner: Sendable, CustomStringConvertible, CustomReflectable {
  private let key: Curve25519.Signing.PrivateKey
  public let verifierKey: VerifierKey

  /// - Parameters:
  ///   - name: what `SignedNote.isKeyName` holds of.
  ///   - seed: the private key, 32 bytes.
  /// - Returns: nil for another number of bytes.
  public init?(name: String, seed: [UInt8]) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else { return nil }
    self.init(name: name, key)
  }

  private init(name: String, _ key: Curve25519.Signing.PrivateKey) {
    self.key = key
    verifierKey = VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
  }

  /// A key that nobody had before.
  public static func generated(name: String) -> CheckpointSigner { CheckpointSigner(name: name, Curve25519.Signing.PrivateKey()) }

  /// The private key, to be stored protected.
  public var seed: [UInt8] { Array(key.rawRepresentation) }

  /// Signs the head of a tree. That it contradicts none that was signed before is for the caller to see to.
  public func sign(size: Int, root: TreeHash) throws -> SignedNote {
    let text = Checkpoint(origin: verifierKey.name, size: size, root: root.bytes).noteText
    let signature = SignedNote.Signature(
      name: verifierKey.name, keyID: verifierKey.keyID, bytes: Array(try key.signature(for: text)))
    return SignedNote(text: text, signatures: [signature])
  }

  public var description: String { "CheckpointSigner(\(verifierKey.name))" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
