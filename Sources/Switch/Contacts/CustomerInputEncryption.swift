import CryptoExtras
import Foundation
import Vocabulary

/// What a customer keys in where a flow asks for it to be encrypted: only the holder of the private key reads it.
///
/// As Connect documents it, the ciphertext is a message of the AWS Encryption SDK; that form comes with the keep's sealing. Until
/// then the flow takes its error branch rather than carry digits in the clear.
struct CustomerInputEncryption: Sendable {
  let keyID: String
  let publicKey: String

  /// nil: it cannot be encrypted as Connect does.
  func encrypted(_ secret: String) -> String? { nil }
}
