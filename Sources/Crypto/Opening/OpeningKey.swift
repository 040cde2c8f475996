package import Crypto
import CryptoExtras
import Foundation
import MessageFormat
public import Sealing

/// An RSA private key that opens what was sealed to its public half. It does not print itself.
public struct OpeningKey: Sendable, CustomStringConvertible, CustomReflectable {
  public let publicKey: SealingPublicKey
  /// PKCS #1 in DER: a private key that is to be wrapped. In the library's own storage, which is wiped at its end.
  package let secret: SymmetricKey

  /// - Parameter der: PKCS #8 or PKCS #1.
  /// - Throws: `keyRefused` for anything but an RSA private key of 3072 bits or more.
  public init(der: [UInt8], providerID: String, name: String) throws(OpeningProblem) {
    try self.init(try? _RSA.Encryption.PrivateKey(derRepresentation: der), providerID, name)
  }

  /// - Throws: `keyRefused` for anything but an RSA private key of 3072 bits or more.
  public init(pem: String, providerID: String, name: String) throws(OpeningProblem) {
    try self.init(try? _RSA.Encryption.PrivateKey(pemRepresentation: pem), providerID, name)
  }

  /// The key that was wrapped.
  package init(secret: SymmetricKey, providerID: String, name: String) throws(OpeningProblem) {
    try self.init(try? Self.key(secret), providerID, name)
  }

  /// Makes a pair of 3072 bits.
  public static func generate(providerID: String, name: String) throws(OpeningProblem) -> OpeningKey {
    try OpeningKey(try? _RSA.Encryption.PrivateKey(keySize: .bits3072), providerID, name)
  }

  private init(_ key: _RSA.Encryption.PrivateKey?, _ providerID: String, _ name: String) throws(OpeningProblem) {
    guard let key,
      let publicKey = try? SealingPublicKey(
        der: Array(key.publicKey.derRepresentation), providerID: providerID, name: name)
    else { throw OpeningProblem(.keyRefused) }
    self.publicKey = publicKey
    secret = SymmetricKey(data: key.derRepresentation)
  }

  /// Unwraps the data key that names this key.
  func unwrap(_ dataKeys: [EncryptedDataKey]) throws(OpeningProblem) -> SymmetricKey {
    let ours = dataKeys.filter { $0.providerID == publicKey.providerID && $0.providerInfo == publicKey.name }
    guard !ours.isEmpty, let key = try? Self.key(secret) else { throw OpeningProblem(.wrongKey) }
    for candidate in ours {
      let dataKey = try? key.decrypt(candidate.ciphertext, padding: .PKCS1_OAEP_SHA256)
      if let dataKey, dataKey.count == 32 { return SymmetricKey(data: dataKey) }
    }
    throw OpeningProblem(.wrongKey)
  }

  private static func key(_ secret: SymmetricKey) throws -> _RSA.Encryption.PrivateKey {
    try unsafe secret.withUnsafeBytes { try unsafe _RSA.Encryption.PrivateKey(derRepresentation: Data($0)) }
  }

  public var description: String { "OpeningKey(hidden)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
