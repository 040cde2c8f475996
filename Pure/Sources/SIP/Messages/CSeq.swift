/// The number and method of a request (RFC 3261 section 20.16).
public struct CSeq: Sendable, Hashable {
  public let number: UInt32
  public let method: SIPMethod

  /// A number has 31 bits (RFC 3261 section 8.1.1.5).
  public static let numberMax: UInt32 = 0x7FFF_FFFF

  public init(number: UInt32, method: SIPMethod) {
    self.number = number
    self.method = method
  }

  init(_ value: ArraySlice<UInt8>) throws(SIPProblem) {
    var scanner = OctetScanner(value)
    let start = scanner.position
    while scanner.next?.isDigit == true { scanner.skip() }
    let end = scanner.position
    scanner.skipSpace()
    guard let number = value[start..<end].decimal(atMost: UInt64(Self.numberMax)), scanner.position > end,
      let method = scanner.token(), scanner.isAtEnd
    else { throw .malformed(.cSeq, "Malformed CSeq") }
    self.number = UInt32(number)
    self.method = SIPMethod(value[method])
  }
}

extension ReceivedMessage {
  /// The headers that requests and responses have alike, each once.
  struct Identity {
    let via: Via
    let from: NameAddress
    let to: NameAddress
    let callID: ArraySlice<UInt8>
    let cSeq: CSeq
  }

  func identity() throws(SIPProblem) -> Identity {
    try checkSingles()
    guard let from = try address(of: .from) else { throw Self.missing(.from) }
    guard let to = try address(of: .to) else { throw Self.missing(.to) }
    guard let cSeq = value(of: .cSeq) else { throw Self.missing(.cSeq) }
    for tag in [from.tag, to.tag] where (tag?.count ?? 0) > SIPLimits.identifierBytesMax {
      throw SIPProblem(.malformed, .message, "Tag too long")
    }
    return Identity(via: try topVia(), from: from, to: to, callID: try callID(), cSeq: try CSeq(cSeq))
  }

  static func missing(_ header: HeaderName) -> SIPProblem {
    SIPProblem(.missingHeader, .header(header), "Missing \(header.text)")
  }

  private func checkSingles() throws(SIPProblem) {
    var seen: UInt64 = 0
    for field in fields where field.header.isSingle {
      let bit: UInt64 = 1 << UInt64(field.header.rawValue)
      guard seen & bit == 0 else {
        throw SIPProblem(.repeatedHeader, .header(field.header), "More than one \(field.header.text)")
      }
      seen |= bit
    }
  }

  private func topVia() throws(SIPProblem) -> Via {
    guard let value = value(of: .via) else { throw Self.missing(.via) }
    var scanner = OctetScanner(value)
    let via = try Via(&scanner)
    scanner.skipSpace()
    guard scanner.isAtEnd || scanner.next == Octet.comma else { throw .malformed(.via, "Malformed Via") }
    guard (via.branch?.count ?? 0) <= SIPLimits.identifierBytesMax else { throw .malformed(.via, "Branch too long") }
    return via
  }

  /// `word ["@" word]`, compared octet by octet.
  private func callID() throws(SIPProblem) -> ArraySlice<UInt8> {
    guard let value = value(of: .callID) else { throw Self.missing(.callID) }
    var scanner = OctetScanner(value)
    guard value.count <= SIPLimits.callIDBytesMax, scanner.run(.word) != nil,
      !scanner.take(Octet.at) || scanner.run(.word) != nil, scanner.isAtEnd
    else { throw .malformed(.callID, "Malformed Call-ID") }
    return value
  }
}
