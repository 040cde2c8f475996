/// The cryptography that digest authentication needs; a host gives it.
public protocol SIPHashing: Sendable {
  func md5(_ octets: [UInt8]) -> [UInt8]
  func sha256(_ octets: [UInt8]) -> [UInt8]
  /// A keyed digest of 16 bytes or more, under a secret of the host's own.
  func keyedDigest(_ octets: [UInt8]) -> [UInt8]
  /// In time that depends on their lengths alone.
  func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool
}

/// The algorithms of RFC 8760 that are spoken here, the preferred one first. Their `-sess` forms are not.
public enum DigestAlgorithm: String, Sendable, Hashable, CaseIterable {
  case sha256 = "SHA-256"
  /// For phones that know nothing else, and trunks.
  case md5 = "MD5"

  /// By its name in a header; none at all means MD5 (RFC 2617).
  init?(_ name: ArraySlice<UInt8>?) {
    guard let name else {
      self = .md5
      return
    }
    guard let match = Self.allCases.first(where: { name.isSame(ignoringCase: $0.rawValue) }) else { return nil }
    self = match
  }

  /// The digest as lower-case hexadecimal digits.
  package func hex(_ parts: [ArraySlice<UInt8>], _ hashing: some SIPHashing) -> [UInt8] {
    let text = Array(parts.joined(separator: [Octet.colon]))
    return (self == .md5 ? hashing.md5(text) : hashing.sha256(text)).hexadecimal
  }

  /// The response of RFC 7616 section 3.4.1 with `qop=auth`; without `extra`, that of RFC 2069 which RFC 2617 still allows.
  package func response(
    secret: [UInt8], method: SIPMethod, uri: ArraySlice<UInt8>, nonce: ArraySlice<UInt8>,
    extra: (count: ArraySlice<UInt8>, clientNonce: ArraySlice<UInt8>)?, _ hashing: some SIPHashing
  ) -> [UInt8] {
    let request = hex([Array(method.text.utf8)[...], uri], hashing)
    let middle = extra.map { [$0.count, $0.clientNonce, Array("auth".utf8)[...]] } ?? []
    return hex([secret[...], nonce] + middle + [request[...]], hashing)
  }
}

/// What a password is kept as: the digest of user, realm and password, in hexadecimal, for each algorithm that may be used.
public struct DigestSecret: Sendable, Hashable {
  public let sha256: [UInt8]
  /// Nil where the device's setting does not allow MD5.
  public let md5: [UInt8]?

  public init(sha256: [UInt8], md5: [UInt8]?) {
    self.sha256 = sha256
    self.md5 = md5
  }

  public init(user: String, realm: String, password: String, allowsMD5: Bool, hashing: some SIPHashing) {
    let parts = [user, realm, password].map { Array($0.utf8)[...] }
    sha256 = DigestAlgorithm.sha256.hex(parts, hashing)
    md5 = allowsMD5 ? DigestAlgorithm.md5.hex(parts, hashing) : nil
  }

  func value(_ algorithm: DigestAlgorithm) -> [UInt8]? { algorithm == .sha256 ? sha256 : md5 }
}

extension [UInt8] {
  var hexadecimal: [UInt8] {
    flatMap { octet in [octet >> 4, octet & 15].map { $0 < 10 ? $0 + 0x30 : $0 + 0x57 } }
  }
}
