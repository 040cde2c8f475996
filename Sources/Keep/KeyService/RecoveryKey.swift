import Crypto
import Foundation

/// The other way to the root key: 256 random bits on paper, shown once.
///
/// Its text is 14 groups of four of Crockford's base 32: the key, and 24 bits of its SHA-256, so that a slip of the pen is told
/// apart from a wrong key. It does not print itself.
package struct RecoveryKey: Sendable, CustomStringConvertible, CustomReflectable {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
  private static let keyBytes = 32
  private static let checkBytes = 3

  let key: SymmetricKey

  static func make() -> RecoveryKey { RecoveryKey(key: SymmetricKey(size: .bits256)) }

  private init(key: SymmetricKey) { self.key = key }

  /// Reads what a person wrote: case, spaces and hyphens do not matter; O is 0, I and L are 1.
  /// - Throws: `secretUnusable` for what is no recovery key, or was written wrongly.
  package init(text: String) throws(KeyServiceProblem) {
    var bytes: [UInt8] = []
    var (bits, count): (UInt, Int) = (0, 0)
    for character in text.uppercased() where character != "-" && !character.isWhitespace {
      let same: Character = character == "O" ? "0" : character == "I" || character == "L" ? "1" : character
      guard let value = Self.alphabet.firstIndex(of: same), bytes.count < Self.keyBytes + Self.checkBytes else {
        throw Self.unusable
      }
      (bits, count) = (bits << 5 | UInt(value), count + 5)
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt(count)))
      bits &= 1 << UInt(count) - 1
    }
    guard bytes.count == Self.keyBytes + Self.checkBytes, count == 0 else { throw Self.unusable }
    key = SymmetricKey(data: bytes.prefix(Self.keyBytes))
    guard Array(bytes.suffix(Self.checkBytes)) == Self.check(key) else { throw Self.unusable }
  }

  private static let unusable = KeyServiceProblem(.secretUnusable, "this is no recovery key: look for a slip of the pen")

  /// To be shown once, and written down.
  package var text: String {
    let bytes = unsafe key.withUnsafeBytes { unsafe Array($0) } + Self.check(key)
    var (bits, count, digits): (UInt, Int, [Character]) = (0, 0, [])
    for byte in bytes {
      (bits, count) = (bits << 8 | UInt(byte), count + 8)
      while count >= 5 {
        count -= 5
        digits.append(Self.alphabet[Int(bits >> UInt(count)) & 31])
      }
      bits &= 1 << UInt(count) - 1
    }
    return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: "-")
  }

  private static func check(_ key: SymmetricKey) -> [UInt8] {
    unsafe key.withUnsafeBytes { unsafe Array(SHA256.hash(data: $0).prefix(checkBytes)) }
  }

  package var description: String { "RecoveryKey(hidden)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
