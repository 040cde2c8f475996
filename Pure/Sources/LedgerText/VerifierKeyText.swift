/// A public key as it is handed to verifiers: `NAME+ID+KEY`, the id in hexadecimal, the key in base64 behind its type's byte,
/// which is the form that Go's sumdb/note reads. Whether the id is the key's is not said here.
public struct VerifierKeyText: Sendable, Hashable {
  /// Ed25519, as C2SP signed-note numbers its signature types.
  public static let ed25519: UInt8 = 0x01

  public let name: String
  /// Four bytes.
  public let keyID: [UInt8]
  /// 32 bytes (RFC 8032).
  public let publicKey: [UInt8]

  public init(name: String, keyID: [UInt8], publicKey: [UInt8]) {
    precondition(SignedNote.isKeyName(name) && keyID.count == 4 && publicKey.count == 32, "a key has a name and an id")
    (self.name, self.keyID, self.publicKey) = (name, keyID, publicKey)
  }

  /// Reads one line, without its newline.
  public init(_ text: String) throws(LedgerTextProblem) {
    let problem = LedgerTextProblem(.notAVerifierKey, "a verifier key is NAME+ID+KEY of an Ed25519 key")
    let bytes = Array(text.utf8)
    guard bytes.count <= LedgerBounds.verifierKeyBytesMax else { throw problem }
    let parts = bytes.split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let keyID = Self.keyID(parts[1]), let key = Base64.decoded(parts[2]), key.count == 33,
      key[0] == Self.ed25519
    else { throw problem }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard SignedNote.isKeyName(name) else { throw problem }
    (self.name, self.keyID, publicKey) = (name, keyID, Array(key.dropFirst()))
  }

  public var text: String {
    let id = keyID.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "\(name)+\(id)+\(Base64.encoded([Self.ed25519] + publicKey))"
  }

  /// Eight digits in lower case, so that a key has one text alone.
  private static func keyID(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    let isPlain = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    guard digits.count == 8, isPlain, let id = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> UInt32($0)) }
  }
}
