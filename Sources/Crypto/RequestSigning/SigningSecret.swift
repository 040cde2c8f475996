internal import Crypto

/// A secret access key. It does not print, has no text form, and compares in constant time.
public struct SigningSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// SigV4 derives from the secret with `AWS4` before it.
  let key: SymmetricKey

  public init(_ secretAccessKey: String) { key = SymmetricKey(data: Array("AWS4\(secretAccessKey)".utf8)) }

  public var description: String { "SigningSecret(redacted)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
