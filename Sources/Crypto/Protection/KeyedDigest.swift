import Crypto
public import Vocabulary

/// The stand-in for a value that an audit event must not show: equal values have equal digests, and only who has the key can
/// tell whether a guess is right.
public struct KeyedDigest: Sendable {
  private let key: ProtectionKey

  public init(key: ProtectionKey) { self.key = key }

  /// `hmac-sha256:` and the first 16 bytes in hexadecimal.
  public func text(of value: JSON) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: value.canonicalBytes, using: key.key)
    return "hmac-sha256:" + code.prefix(16).hexadecimal
  }
}
