import Crypto
import Foundation

/// Keys under keys: AES-256-GCM with a random nonce, and the place of the wrapped key as additional data, so that one which was
/// moved to another place does not open. Each kind of place has a wrapping key of its own (HKDF-SHA-256, RFC 5869).
enum KeyWrapping {
  static func wrap(_ key: SymmetricKey, under wrapping: SymmetricKey, at place: Place) throws(KeyServiceProblem) -> [UInt8] {
    let box = unsafe key.withUnsafeBytes { bytes in
      unsafe try? AES.GCM.seal(bytes, using: derived(wrapping, place), authenticating: place.bytes)
    }
    guard let combined = box?.combined else { throw KeyServiceProblem(.damaged, "a key could not be wrapped") }
    return Array(combined)
  }

  static func unwrap(_ wrapped: [UInt8], under wrapping: SymmetricKey, at place: Place) throws(KeyServiceProblem) -> SymmetricKey
  {
    guard let box = try? AES.GCM.SealedBox(combined: wrapped),
      var bytes = try? AES.GCM.open(box, using: derived(wrapping, place), authenticating: place.bytes)
    else { throw KeyServiceProblem(.damaged, "\(place.kind): a wrapped key does not open") }
    defer { bytes.resetBytes(in: bytes.startIndex..<bytes.endIndex) }
    return SymmetricKey(data: bytes)
  }

  /// What a wrapped key is, and whose.
  struct Place {
    let kind: String
    /// Each is told apart from its neighbours by its length.
    let parts: [String]

    init(_ kind: String, _ parts: String...) {
      self.kind = kind
      self.parts = parts
    }

    var bytes: [UInt8] { ([kind] + parts).flatMap { Array("\($0.utf8.count):\($0)".utf8) } }
  }

  static func derived(_ key: SymmetricKey, _ place: Place) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(inputKeyMaterial: key, info: Array("switchkeep \(place.kind)".utf8), outputByteCount: 32)
  }
}
