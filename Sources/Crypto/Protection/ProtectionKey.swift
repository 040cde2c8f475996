public import Crypto

/// A 256-bit key that protects values at rest. It does not print itself.
public struct ProtectionKey: Sendable, CustomStringConvertible, CustomReflectable {
  let key: SymmetricKey

  /// - Returns: nil unless there are exactly 32 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    key = SymmetricKey(data: bytes)
  }

  private init(_ key: SymmetricKey) { self.key = key }

  /// A key for one purpose, derived by HKDF-SHA-256 (RFC 5869), so that no two purposes share a key.
  public func derived(for purpose: String) -> ProtectionKey {
    ProtectionKey(HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array(purpose.utf8), outputByteCount: 32))
  }

  /// The bytes, for an engine that takes a key of its own, such as the sealing of page tokens.
  public var symmetricKey: SymmetricKey { key }

  public var description: String { "ProtectionKey(hidden)" }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
