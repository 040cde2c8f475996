import CCustomerInputKey
import Crypto
import Foundation
import MessageFormat
import ResourceStore
import Sealing

/// What a customer keys in where a flow asks for it to be encrypted: a message of the AWS Encryption SDK that only the holder of
/// the certificate's private key opens, in Base64. The certificate must have been signed by a security key of the instance: who
/// may write flows cannot thereby have card numbers encrypted to themselves.
struct CustomerInputEncryption: Sendable {
  /// As Connect names itself where the private key is looked up.
  static let providerID = "AmazonConnect"
  static let keyBitsMin = 2_048
  /// A key of 16384 bits.
  private static let wrappedBytesMax = 2_048

  let store: any ConfigurationStore

  /// nil: the certificate is not one that the instance trusts.
  func encrypted(_ secret: String, keyID: String, certificate: String, in instanceID: String) async -> String? {
    guard let keys = try? await store.read({ try SecurityKeys.pems(of: instanceID, $0) }),
      keys.contains(where: { SecurityKeys.bits(of: certificate, signedBy: $0) >= Self.keyBitsMin })
    else { return nil }
    return try? Self.message(secret, keyID, certificate)
  }

  private static func message(_ secret: String, _ keyID: String, _ certificate: String) throws -> String {
    let dataKey = SymmetricKey(size: .bits256)
    let wrapped = EncryptedDataKey(providerID: providerID, providerInfo: keyID, ciphertext: try wrap(dataKey, certificate))
    let message = try MessageSealer.seal(Array(secret.utf8), dataKey: dataKey, encryptedAs: [wrapped], context: [:])
    return Data(message).base64EncodedString()
  }

  private static func wrap(_ dataKey: SymmetricKey, _ certificate: String) throws(SealingProblem) -> [UInt8] {
    let pem = Array(certificate.utf8)
    let key = unsafe dataKey.withUnsafeBytes { unsafe Array($0) }
    let ciphertext = unsafe [UInt8](unsafeUninitializedCapacity: wrappedBytesMax) { buffer, count in
      count = unsafe customer_input_encrypt(pem, pem.count, key, key.count, buffer.baseAddress, wrappedBytesMax)
    }
    guard !ciphertext.isEmpty else { throw .cipher }
    return ciphertext
  }
}
