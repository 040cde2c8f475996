/// A request whose form is right: every header that it must have is there, once, and can be read.
public struct SIPRequest: Sendable {
  public let message: ReceivedMessage
  public let method: SIPMethod
  public let uri: SIPURI
  /// The nearest hop.
  public let via: Via
  public let from: NameAddress
  public let to: NameAddress
  public let callID: ArraySlice<UInt8>
  public let cSeqNumber: UInt32
  /// 255 for more; nil where it is missing, as RFC 2543 let it be.
  public let maxForwards: UInt8?

  /// - Throws: what has to be answered to it; `unrecognisable` for a response.
  public init(_ message: ReceivedMessage) throws(SIPProblem) {
    guard case .request(let method, let uriRange) = message.start else {
      throw SIPProblem(.unrecognisable, .startLine, "Not a request")
    }
    if let fault = message.fault { throw fault }
    let identity = try message.identity()
    guard identity.cSeq.method == method else {
      guard method.isKnown else { throw SIPProblem(.unknownMethod, .startLine, "Not Implemented") }
      throw .malformed(.cSeq, "CSeq method does not match the Request-Line")
    }
    guard identity.via.branch?.elementsEqual(Via.magicCookie.utf8) != true else {
      throw .malformed(.via, "Branch without an identifier")
    }
    uri = try SIPURI(message.octets[uriRange], at: .startLine)
    guard uri.headers == nil else { throw SIPProblem(.malformed, .startLine, "Header fields in the Request-URI") }
    maxForwards = try Self.maxForwards(message.value(of: .maxForwards))
    self.message = message
    self.method = method
    via = identity.via
    from = identity.from
    to = identity.to
    callID = identity.callID
    cSeqNumber = identity.cSeq.number
  }

  private static func maxForwards(_ value: ArraySlice<UInt8>?) throws(SIPProblem) -> UInt8? {
    guard let value else { return nil }
    guard !value.isEmpty, value.allSatisfy(\.isDigit) else { throw .malformed(.maxForwards, "Malformed Max-Forwards") }
    return UInt8(value.decimal(atMost: 255) ?? 255)
  }

  public var cSeq: CSeq { CSeq(number: cSeqNumber, method: method) }
  public var body: ArraySlice<UInt8> { message.body }
}

/// A response whose form is right. One that is not is dropped: nobody can be told.
public struct SIPResponse: Sendable {
  public let message: ReceivedMessage
  public let status: Int
  /// As it came; peers choose it freely.
  public let reason: ArraySlice<UInt8>
  public let via: Via
  public let from: NameAddress
  public let to: NameAddress
  public let callID: ArraySlice<UInt8>
  public let cSeq: CSeq

  /// - Throws: why it is dropped; a second Via says that it is for somebody before us (RFC 3261 section 8.1.3.3).
  public init(_ message: ReceivedMessage) throws(SIPProblem) {
    guard case .response(let status, let reason) = message.start else {
      throw SIPProblem(.unrecognisable, .startLine, "Not a response")
    }
    if let fault = message.fault { throw fault }
    let identity = try message.identity()
    guard try message.vias().count == 1 else { throw .malformed(.via, "More than one Via") }
    self.message = message
    self.status = status
    self.reason = message.octets[reason]
    via = identity.via
    from = identity.from
    to = identity.to
    callID = identity.callID
    cSeq = identity.cSeq
  }

  public var isProvisional: Bool { status < 200 }
  public var isSuccess: Bool { (200...299).contains(status) }
  public var body: ArraySlice<UInt8> { message.body }
}
