/// A challenge or credentials of the Digest scheme: `Digest name=value, ...`, still unproven.
struct DigestValue: Sendable {
  private let fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]

  private static let fieldsMax = 32

  /// Nil for another scheme, a broken field, or one that is there twice.
  init?(_ value: ArraySlice<UInt8>) {
    var scanner = OctetScanner(value)
    guard let scheme = scanner.token(), value[scheme].isSame(ignoringCase: "Digest") else { return nil }
    scanner.skipSpace()
    var fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    repeat {
      guard let name = scanner.token(), scanner.takeSeparator(Octet.equals), fields.count < Self.fieldsMax,
        let text = scanner.next == Octet.quote ? scanner.quotedString() : scanner.token(),
        !fields.contains(where: { $0.name.isSame(ignoringCase: value[name]) })
      else { return nil }
      fields.append((value[name], OctetScanner.unquoted(value[text])))
    } while scanner.takeSeparator(Octet.comma)
    guard scanner.isAtEnd else { return nil }
    self.fields = fields
  }

  subscript(_ name: String) -> ArraySlice<UInt8>? { fields.first { $0.name.isSame(ignoringCase: name) }?.value }
}

/// What a peer says to be who it says it is.
struct DigestCredentials: Sendable {
  let user: ArraySlice<UInt8>
  let realm: ArraySlice<UInt8>
  let nonce: ArraySlice<UInt8>
  let uri: ArraySlice<UInt8>
  let response: ArraySlice<UInt8>
  let algorithm: DigestAlgorithm
  /// Nil for the older form without `qop`.
  let counted: (count: UInt32, text: ArraySlice<UInt8>, clientNonce: ArraySlice<UInt8>)?

  /// Nil for what is incomplete, of another algorithm, or of a protection other than `auth`.
  init?(_ value: ArraySlice<UInt8>) {
    guard let digest = DigestValue(value), let user = digest["username"], let realm = digest["realm"],
      let nonce = digest["nonce"],
      let uri = digest["uri"], let response = digest["response"], let algorithm = DigestAlgorithm(digest["algorithm"])
    else { return nil }
    self.user = user
    self.realm = realm
    self.nonce = nonce
    self.uri = uri
    self.response = response
    self.algorithm = algorithm
    guard let protection = digest["qop"] else {
      // The older form is for phones that know MD5 alone.
      guard algorithm == .md5 else { return nil }
      counted = nil
      return
    }
    guard protection.isSame(ignoringCase: "auth"), let count = digest["nc"], let clientNonce = digest["cnonce"],
      count.count == 8, let number = UInt32(count.sipText, radix: 16), number > 0
    else { return nil }
    counted = (number, count, clientNonce)
  }
}
