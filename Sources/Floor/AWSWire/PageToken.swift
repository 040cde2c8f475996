public import Crypto
public import Vocabulary

/// Makes and opens the tokens of listings: a cursor, signed together with the request that it belongs to.
public struct PageToken: Sendable {
  public enum Problem: Error, Sendable, Hashable {
    /// Not made here, changed, or made for another request.
    case notOurs
  }

  /// Bytes of an HMAC-SHA-256.
  private static let codeBytes = 32
  private let key: SymmetricKey

  public init(key: SymmetricKey) { self.key = key }

  /// - Parameter query: the members that make the listing what it is; a token is good for no other.
  public func seal(cursor: String, operation: String, query: JSON) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Self.covered(cursor, operation, query), using: key)
    return (Array(code) + Array(cursor.utf8)).map { Self.hex($0) }.joined()
  }

  public func open(_ token: String, operation: String, query: JSON) throws(Problem) -> String {
    guard let bytes = Self.bytes(ofHex: token), bytes.count > Self.codeBytes,
      let cursor = String(validating: bytes[Self.codeBytes...], as: UTF8.self)
    else { throw .notOurs }
    let covered = Self.covered(cursor, operation, query)
    guard HMAC<SHA256>.isValidAuthenticationCode(bytes[..<Self.codeBytes], authenticating: covered, using: key) else {
      throw .notOurs
    }
    return cursor
  }

  private static func covered(_ cursor: String, _ operation: String, _ query: JSON) -> [UInt8] {
    Array("\(operation)\n\(cursor)\n".utf8) + query.canonicalBytes
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private static func bytes(ofHex text: String) -> [UInt8]? {
    let digits = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
    guard digits.count % 2 == 0, digits.count <= 5_000, !digits.contains(nil) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8((digits[$0] ?? 0) << 4 | (digits[$0 + 1] ?? 0)) }
  }
}
