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
  /// Characters of the longest token that is looked at.
  private static let textMax = 5_000
  private let key: SymmetricKey

  public init(key: SymmetricKey) { self.key = key }

  /// - Parameter query: the members that make the listing what it is; a token is good for no other.
  /// - Returns: the code and the cursor in base64url, so that a token needs no escaping in a query.
  public func seal(cursor: String, operation: String, query: JSON) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Self.covered(cursor, operation, query), using: key)
    return Base64URL.encode(Array(code) + Array(cursor.utf8))
  }

  public func open(_ token: String, operation: String, query: JSON) throws(Problem) -> String {
    guard token.utf8.count <= Self.textMax, let bytes = Base64URL.decode(token), bytes.count > Self.codeBytes,
      let cursor = String(validating: bytes[Self.codeBytes...], as: UTF8.self)
    else { throw .notOurs }
    let covered = Self.covered(cursor, operation, query)
    guard HMAC<SHA256>.isValidAuthenticationCode(bytes[..<Self.codeBytes], authenticating: covered, using: key) else {
      throw .notOurs
    }
    return cursor
  }

  /// The cursor's length stands before it, so that no cursor can be read as the beginning of a query.
  private static func covered(_ cursor: String, _ operation: String, _ query: JSON) -> [UInt8] {
    Array("\(operation)\n\(cursor.utf8.count)\n\(cursor)\n".utf8) + query.canonicalBytes
  }
}
