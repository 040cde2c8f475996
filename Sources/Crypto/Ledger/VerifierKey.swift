internal import Crypto
public import LedgerText

/// A ledger's public key: it tells which checkpoints are the ledger's.
public struct VerifierKey: Sendable, Hashable {
  private let parts: VerifierKeyText

  /// - Throws: LedgerProblem.badKey unless the id is that of name and key.
  public init(_ text: VerifierKeyText) throws(LedgerProblem) {
    guard text.keyID == Self.keyID(of: text.publicKey, named: text.name) else {
      throw LedgerProblem(.badKey, "the key's id is not that of its name and key")
    }
    parts = text
  }

  /// - Parameters:
  ///   - name: what `SignedNote.isKeyName` holds of.
  ///   - publicKey: 32 bytes.
  init(name: String, publicKey: [UInt8]) {
    parts = VerifierKeyText(name: name, keyID: Self.keyID(of: publicKey, named: name), publicKey: publicKey)
  }

  public var text: String { parts.text }
  /// The key's name, which is the origin of its checkpoints too.
  public var name: String { parts.name }
  var keyID: [UInt8] { parts.keyID }

  /// The checkpoint of a note that this key signed. Signatures of other keys, such as a witness's, are passed over; each that
  /// claims to be of this key must be.
  public func open(_ note: SignedNote) throws -> Checkpoint {
    let own = note.signatures.filter { $0.name == name && $0.keyID == keyID }
    guard !own.isEmpty else { throw LedgerProblem(.notSigned, "the note bears no signature of \(name)") }
    let key = try Curve25519.Signing.PublicKey(rawRepresentation: parts.publicKey)
    guard own.allSatisfy({ key.isValidSignature($0.bytes, for: note.text) }) else {
      throw LedgerProblem(.badSignature, "the signature of \(name) is not valid")
    }
    let checkpoint = try Checkpoint(noteText: note.text)
    guard checkpoint.origin == name else { throw LedgerProblem(.otherOrigin, "the checkpoint is of another ledger than \(name)") }
    return checkpoint
  }

  /// C2SP signed-note: the first four bytes of SHA-256 over name, newline, type and key.
  private static func keyID(of publicKey: [UInt8], named name: String) -> [UInt8] {
    let named = Array(name.utf8) + [0x0A, VerifierKeyText.ed25519] + publicKey
    return Array(SHA256.hash(data: named).prefix(4))
  }
}
