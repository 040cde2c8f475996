import Crypto
import CryptoExtras
import Foundation
import MessageFormat

/// An RSA public key that messages are sealed to. Who has it can seal, and cannot open what was sealed.
///
/// It wraps data keys by RSA-OAEP with SHA-256 and MGF1 with SHA-256 (RFC 8017 7.1), as the SDK's raw RSA keyring does with
/// OAEP_SHA256_MGF1; the keyring's namespace and name say which key it was.
public struct SealingPublicKey: Sendable, Hashable {
  public static let bitsMin = 3_072

  /// The keyring's namespace.
  public let providerID: String
  /// The keyring's name.
  public let name: String
  /// SubjectPublicKeyInfo (RFC 5280 4.1) in DER.
  public let der: [UInt8]
  /// To read it from DER costs as much as to wrap a data key by it. It is never changed, and BoringSSL lets threads encrypt by
  /// one key at once: what it remembers of a key is behind a lock of its own.
  private nonisolated(unsafe) let key: _RSA.Encryption.PublicKey

  /// - Throws: `keyRefused` for anything but an RSA public key of `bitsMin` or more.
  public init(der: [UInt8], providerID: String, name: String) throws(SealingProblem) {
    try self.init(try? _RSA.Encryption.PublicKey(derRepresentation: der), providerID, name)
  }

  /// - Throws: `keyRefused` for anything but an RSA public key of `bitsMin` or more.
  public init(pem: String, providerID: String, name: String) throws(SealingProblem) {
    try self.init(try? _RSA.Encryption.PublicKey(pemRepresentation: pem), providerID, name)
  }

  private init(_ key: _RSA.Encryption.PublicKey?, _ providerID: String, _ name: String) throws(SealingProblem) {
    guard let key, key.keySizeInBits >= Self.bitsMin else { throw .keyRefused }
    self.providerID = providerID
    self.name = name
    der = Array(key.derRepresentation)
    unsafe self.key = key
  }

  public static func == (left: Self, right: Self) -> Bool {
    (left.der, left.providerID, left.name) == (right.der, right.providerID, right.name)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(der) }

  /// SHA-256 of the key in DER, in hexadecimal.
  public var digest: String { SHA256.hash(data: der).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

  func wrap(_ dataKey: SymmetricKey) throws(SealingProblem) -> EncryptedDataKey {
    do {
      let wrapped = try unsafe dataKey.withUnsafeBytes { bytes in
        try unsafe self.key.encrypt(Array(bytes), padding: .PKCS1_OAEP_SHA256)
      }
      return EncryptedDataKey(providerID: providerID, providerInfo: name, ciphertext: Array(wrapped))
    } catch {
      throw .cipher
    }
  }
}
