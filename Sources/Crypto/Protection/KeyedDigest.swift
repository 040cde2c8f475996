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
    let hex = code.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "hmac-sha256:" + hex.joined()
  }
}
