/// `name-addr` or `addr-spec` with the parameters after it: the form of From, To, Contact, Route, Refer-To and their like.
public struct NameAddress: Sendable, Hashable {
  /// As it came, quotes included; empty for none.
  public let displayName: ArraySlice<UInt8>
  public let uri: SIPURI
  public let parameters: SIPParameters

  /// Reads one value. An address without `<>` ends at the first semicolon, which begins the header's parameters, and has no
  /// question mark or comma (RFC 3261 section 20).
  init(_ scanner: inout OctetScanner, of header: HeaderName) throws(SIPProblem) {
    scanner.skipSpace()
    if let name = scanner.displayName() {
      displayName = scanner.octets[name]
      let start = scanner.position
      while let next = scanner.next, next != Octet.greater { if next.isLineBreak { break } else { scanner.skip() } }
      uri = try SIPURI(scanner.octets[start..<scanner.position], at: .header(header))
      guard scanner.take(Octet.greater) else { throw .malformed(header, "Address without a closing bracket") }
    } else {
      displayName = []
      let start = scanner.position
      while let next = scanner.next, next != Octet.semicolon, next != Octet.comma, !next.isBlank, !next.isLineBreak {
        scanner.skip()
      }
      uri = try SIPURI(scanner.octets[start..<scanner.position], at: .header(header))
      guard uri.headers == nil else { throw .malformed(header, "Address with a question mark outside of brackets") }
    }
    guard let parameters = SIPParameters(&scanner) else { throw .malformed(header, "Malformed parameters") }
    self.parameters = parameters
  }

  /// The tag of a From or To.
  public var tag: ArraySlice<UInt8>? { parameters.value(of: "tag") }

  /// The name without quotes and escapes, nil for none. Peers choose it freely.
  public var displayText: String? {
    displayName.isEmpty ? nil : OctetScanner.unquoted(displayName).sipText
  }
}

extension OctetScanner {
  /// A display name up to and with the bracket that follows it. Takes nothing and is nil where no bracket follows.
  ///
  /// Names without quotes are tokens; letters that are not ASCII are let through too, since phones send them.
  fileprivate mutating func displayName() -> Range<Int>? {
    let start = position
    if next == Octet.quote {
      if let quoted = quotedString(), takeBracket() { return quoted }
    } else {
      var end = start
      while let next, OctetSet.token.contains(next) || next >= 0x80 {
        skip()
        end = position
        skipSpace()
      }
      if takeBracket() { return start..<end }
    }
    rewind(to: start)
    return nil
  }

  private mutating func takeBracket() -> Bool {
    skipSpace()
    return take(Octet.less)
  }
}

extension ReceivedMessage {
  /// The one value of a header that has one; nil where it is not there.
  /// - Throws: `malformed`.
  public func address(of header: HeaderName) throws(SIPProblem) -> NameAddress? {
    guard let value = value(of: header) else { return nil }
    var scanner = OctetScanner(value)
    let address = try NameAddress(&scanner, of: header)
    scanner.skipSpace()
    guard scanner.isAtEnd else { throw .malformed(header, "Something follows the address") }
    return address
  }

  /// All values of a header that lists addresses, over all its fields.
  /// - Throws: `malformed`, for one that is and for more than `valuesMax`.
  public func addresses(of header: HeaderName) throws(SIPProblem) -> [NameAddress] {
    var addresses: [NameAddress] = []
    for value in values(of: header) {
      var scanner = OctetScanner(value)
      repeat {
        guard addresses.count < SIPLimits.valuesMax else { throw .malformed(header, "Too many values") }
        addresses.append(try NameAddress(&scanner, of: header))
      } while scanner.takeSeparator(Octet.comma)
      guard scanner.isAtEnd else { throw .malformed(header, "Something follows the address") }
    }
    return addresses
  }
}
