/// A URI: its text, and where in it the parts of a SIP, SIPS or telephone URI are.
public struct SIPURI: Sendable, Hashable {
  public enum Scheme: Sendable, Hashable { case sip, sips, tel, other }

  /// The whole text, as it came.
  public let octets: [UInt8]
  public let scheme: Scheme
  private(set) var userRange: Range<Int>?
  private(set) var passwordRange: Range<Int>?
  private(set) var hostRange = 0..<0
  /// From the first semicolon on.
  private(set) var parameterRange = 0..<0
  /// What follows the question mark.
  private(set) var headerRange: Range<Int>?
  public private(set) var port: UInt16?

  public init(_ text: String) throws(SIPProblem) { try self.init(Array(text.utf8)[...], at: .message) }

  /// - Throws: `malformed` or `uriTooLong`, at the place it stands. A scheme that is not known is no problem here.
  public init(_ text: ArraySlice<UInt8>, at place: SIPProblem.Place) throws(SIPProblem) {
    guard text.count <= SIPLimits.uriBytesMax else { throw SIPProblem(.uriTooLong, place, "URI Too Long") }
    octets = Array(text)
    var scanner = OctetScanner(octets[...])
    guard octets.first?.isAlpha == true, let scheme = scanner.run(.scheme), scanner.take(Octet.colon) else {
      throw SIPProblem(.malformed, place, "URI without a scheme")
    }
    self.scheme = Self.scheme(octets[scheme])
    let isRead =
      switch self.scheme {
      case .sip, .sips: readSIP(&scanner)
      case .tel: readTelephone(&scanner)
      case .other: readOpaque(&scanner)
      }
    guard isRead, scanner.isAtEnd else { throw SIPProblem(.malformed, place, "Malformed URI") }
  }

  private static func scheme(_ text: ArraySlice<UInt8>) -> Scheme {
    if text.isSame(ignoringCase: "sip") { return .sip }
    if text.isSame(ignoringCase: "sips") { return .sips }
    return text.isSame(ignoringCase: "tel") ? .tel : .other
  }

  /// The user part with its escapes; for a telephone URI the number.
  public var user: ArraySlice<UInt8>? { userRange.map { octets[$0] } }
  public var password: ArraySlice<UInt8>? { passwordRange.map { octets[$0] } }
  /// A name, an IPv4 address, or an IPv6 address in its brackets.
  public var host: ArraySlice<UInt8> { octets[hostRange] }
  public var headers: ArraySlice<UInt8>? { headerRange.map { octets[$0] } }
  public var text: String { octets.sipText }
  public var isSIP: Bool { scheme == .sip || scheme == .sips }

  /// The value of a parameter; empty for one without a value, nil for one that is not there.
  public func parameter(_ name: String) -> ArraySlice<UInt8>? {
    parameters().first { octets[$0.name].isSame(ignoringCase: name) }.map { octets[$0.value] }
  }

  /// Whether a strict router is meant by it, for its missing `lr` (RFC 3261 section 16.12).
  public var isLooseRouter: Bool { parameter("lr") != nil }

  func parameters() -> [(name: Range<Int>, value: Range<Int>)] {
    guard !parameterRange.isEmpty else { return [] }
    return octets[parameterRange].split(separator: Octet.semicolon).map { part in
      let equals = part.firstIndex(of: Octet.equals)
      return (part.startIndex..<(equals ?? part.endIndex), (equals.map { $0 + 1 } ?? part.endIndex)..<part.endIndex)
    }
  }

  // MARK: Reading

  /// `[userinfo "@"] hostport uri-parameters [headers]`. An `@` can stand nowhere but after the user.
  private mutating func readSIP(_ scanner: inout OctetScanner) -> Bool {
    if octets[scanner.position...].contains(Octet.at) {
      guard let user = scanner.escapedRun(.user), !user.isEmpty else { return false }
      userRange = user
      if scanner.take(Octet.colon) {
        guard let password = scanner.escapedRun(.password) else { return false }
        passwordRange = password
      }
      guard scanner.take(Octet.at) else { return false }
    }
    guard let host = scanner.host(), let port = scanner.port() else { return false }
    hostRange = host
    self.port = port.number
    return readParameters(&scanner, .uriParameter) && readHeaders(&scanner)
  }

  /// None has a name twice (RFC 3261 section 19.1.1, RFC 3966 section 3).
  private mutating func readParameters(_ scanner: inout OctetScanner, _ set: OctetSet) -> Bool {
    let start = scanner.position
    var names: [Range<Int>] = []
    while scanner.take(Octet.semicolon) {
      guard let name = scanner.escapedRun(set), !name.isEmpty, names.count < SIPLimits.parametersMax,
        !names.contains(where: { octets[$0].isSame(ignoringCase: octets[name]) })
      else { return false }
      names.append(name)
      if scanner.take(Octet.equals) {
        guard let value = scanner.escapedRun(set), !value.isEmpty else { return false }
      }
    }
    parameterRange = start..<scanner.position
    return true
  }

  private mutating func readHeaders(_ scanner: inout OctetScanner) -> Bool {
    guard scanner.take(Octet.question) else { return true }
    let start = scanner.position
    repeat {
      guard let name = scanner.escapedRun(.uriHeader), !name.isEmpty, scanner.take(Octet.equals),
        scanner.escapedRun(.uriHeader) != nil
      else { return false }
    } while scanner.take(UInt8(ascii: "&"))
    headerRange = start..<scanner.position
    return true
  }

  /// RFC 3966: a global number, or a local one, which has to say where it holds.
  private mutating func readTelephone(_ scanner: inout OctetScanner) -> Bool {
    let start = scanner.position
    let isGlobal = scanner.take(UInt8(ascii: "+"))
    guard let digits = scanner.run(.telephone), octets[digits].contains(where: { $0.nibble != nil || $0 == 0x2A || $0 == 0x23 })
    else { return false }
    userRange = start..<digits.upperBound
    return readParameters(&scanner, .uriParameter) && (isGlobal || parameter("phone-context") != nil)
  }

  /// Any octets that can stand in a URI at all; what they mean is not ours.
  private func readOpaque(_ scanner: inout OctetScanner) -> Bool {
    let start = scanner.position
    while let next = scanner.next, next > 0x20, next < 0x7F, next != Octet.less, next != Octet.greater, next != Octet.quote {
      scanner.skip()
    }
    return scanner.position > start
  }
}

extension OctetScanner {
  /// A name, an IPv4 address, or an IPv6 address in brackets.
  mutating func host() -> Range<Int>? {
    guard next == UInt8(ascii: "[") else { return run(.hostname) }
    let start = position
    skip()
    guard let address = run(.addressIPv6), octets[address].count >= 2, take(UInt8(ascii: "]")) else { return nil }
    return start..<position
  }

  /// A colon and a port, or neither; nil where a colon has no port after it.
  mutating func port() -> (number: UInt16?, Void)? {
    guard take(Octet.colon) else { return (nil, ()) }
    let start = position
    while next?.isDigit == true { skip() }
    return octets[start..<position].decimal(atMost: 65_535).map { (UInt16($0), ()) }
  }
}
