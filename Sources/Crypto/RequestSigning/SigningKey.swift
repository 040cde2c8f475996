internal import Crypto
public import SignedRequest

/// The key that a secret has for one day, region and service. It does not print.
public struct SigningKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let key: SymmetricKey

  private init(key: SymmetricKey) { self.key = key }

  /// kSecret -> kDate -> kRegion -> kService -> kSigning (SigV4, "Derive a signing key"): four HMACs.
  public init(_ secret: SigningSecret, for credential: Credential) {
    var key = secret.key
    for part in [credential.day, credential.region, credential.service, "aws4_request"] {
      key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: key))
    }
    self.key = key
  }

  /// What an unknown access key is checked against, so that it costs what a known one does. It is right for nothing: the result
  /// of the check is thrown away.
  static let ofNobody = SigningKey(key: SymmetricKey(data: [UInt8](repeating: 0, count: 32)))

  func signature(of text: [UInt8]) -> [UInt8] { Array(HMAC<SHA256>.authenticationCode(for: text, using: key)) }

  /// Compares in constant time.
  func isValid(_ signature: [UInt8], of text: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(signature, authenticating: text, using: key)
  }

  public var description: String { "SigningKey(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
