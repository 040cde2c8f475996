import Crypto
public import Vocabulary

/// Why a protected value did not open. It tells nothing of the value.
public enum ProtectionProblem: Error, Sendable, Hashable {
  /// Another key, another place, or changed bytes.
  case notAuthentic
  /// It opened, and holds something else than was asked for.
  case notOfThatType
}

/// A value that can be protected: it has a JSON form.
public protocol Protectable: Sendable {
  init?(protectable json: JSON)
  var protectable: JSON { get }
  /// What is encrypted: the JSON's text, unless the type has a better form.
  init?(protectableBytes: [UInt8])
  var protectableBytes: [UInt8] { get }
}

extension Protectable {
  public init?(protectableBytes bytes: [UInt8]) {
    guard let json = try? JSON.parse(bytes) else { return nil }
    self.init(protectable: json)
  }
  public var protectableBytes: [UInt8] { protectable.bytes }
}

/// Bytes as they are, such as an attachment's.
public struct ProtectableBytes: Protectable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public init?(protectable json: JSON) { nil }
  public var protectable: JSON { .null }
  public init?(protectableBytes bytes: [UInt8]) { self.bytes = bytes }
  public var protectableBytes: [UInt8] { bytes }
}

/// A value encrypted for one place in a store: AES-256-GCM, a random nonce, the place as additional authenticated data.
///
/// This is the only form in which personal data may be stored.
public struct Protected<Value: Protectable>: Sendable, Hashable {
  /// Nonce, ciphertext and tag.
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter place: what the value belongs to, such as `user/ID/identity`; it must be the same again at `open`.
  public init(_ value: Value, under key: ProtectionKey, at place: String) throws(ProtectionProblem) {
    guard
      let box = try? AES.GCM.seal(value.protectableBytes, using: key.key, authenticating: Array(place.utf8)),
      let combined = box.combined
    else { throw .notAuthentic }
    bytes = Array(combined)
  }

  public func open(under key: ProtectionKey, at place: String) throws(ProtectionProblem) -> Value {
    guard
      let box = try? AES.GCM.SealedBox(combined: bytes),
      let plain = try? AES.GCM.open(box, using: key.key, authenticating: Array(place.utf8))
    else { throw .notAuthentic }
    guard let value = Value(protectableBytes: Array(plain)) else { throw .notOfThatType }
    return value
  }
}

extension JSON: Protectable {
  public init?(protectable json: JSON) { self = json }
  public var protectable: JSON { self }
}

extension String: Protectable {
  public init?(protectable json: JSON) {
    guard let text = json.string else { return nil }
    self = text
  }
  public var protectable: JSON { .string(self) }
}
