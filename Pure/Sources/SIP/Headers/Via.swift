/// A transport, as Via names it. What runs over TLS or WebSocket is a stream as TCP is, or reliable at least.
public enum SIPTransport: Sendable, Hashable {
  case udp, tcp, tls, ws, wss
  case other([UInt8])

  init(_ text: ArraySlice<UInt8>) {
    self = Self.named.first { text.isSame(ignoringCase: $0.text) } ?? .other(Array(text))
  }

  private static let named: [SIPTransport] = [.udp, .tcp, .tls, .ws, .wss]

  public var text: String {
    switch self {
    case .udp: "UDP"
    case .tcp: "TCP"
    case .tls: "TLS"
    case .ws: "WS"
    case .wss: "WSS"
    case .other(let text): text.sipText
    }
  }

  public var isReliable: Bool { self != .udp }
  public var isSecure: Bool { self == .tls || self == .wss }
}

/// A hop of the way that a request took (RFC 3261 section 20.42).
public struct Via: Sendable, Hashable {
  public let transport: SIPTransport
  public let host: ArraySlice<UInt8>
  public let port: UInt16?
  public let parameters: SIPParameters

  /// What the branch of an element begins with that makes it unique (RFC 3261 section 8.1.1.7).
  static let magicCookie = "z9hG4bK"

  init(_ scanner: inout OctetScanner) throws(SIPProblem) {
    scanner.skipSpace()
    guard let name = scanner.token(), scanner.octets[name].isSame(ignoringCase: "SIP"), scanner.takeSeparator(Octet.slash),
      let version = scanner.token(), scanner.octets[version].elementsEqual("2.0".utf8), scanner.takeSeparator(Octet.slash),
      let transport = scanner.token()
    else { throw .malformed(.via, "Malformed protocol in Via") }
    self.transport = SIPTransport(scanner.octets[transport])
    let end = scanner.position
    scanner.skipSpace()
    guard scanner.position > end, let host = scanner.host() else { throw .malformed(.via, "Malformed sent-by in Via") }
    self.host = scanner.octets[host]
    port = try Self.port(&scanner)
    guard let parameters = SIPParameters(&scanner) else { throw .malformed(.via, "Malformed parameters in Via") }
    self.parameters = parameters
  }

  private static func port(_ scanner: inout OctetScanner) throws(SIPProblem) -> UInt16? {
    guard scanner.takeSeparator(Octet.colon) else { return nil }
    let start = scanner.position
    while scanner.next?.isDigit == true { scanner.skip() }
    guard let port = scanner.octets[start..<scanner.position].decimal(atMost: 65_535) else {
      throw .malformed(.via, "Malformed port in Via")
    }
    return UInt16(port)
  }

  public var branch: ArraySlice<UInt8>? { parameters.value(of: "branch") }
  /// Whether the sender wants the answer where the request came from (RFC 3581).
  public var wantsPort: Bool { parameters.has("rport") }

  /// Whether the branch identifies its transaction by itself.
  public var hasUniqueBranch: Bool {
    branch.map { $0.count > Self.magicCookie.utf8.count && $0.starts(with: Self.magicCookie.utf8) } ?? false
  }
}

extension ReceivedMessage {
  /// The hops, the nearest first.
  /// - Throws: `missingHeader`; `malformed`, for more than `valuesMax` too.
  public func vias() throws(SIPProblem) -> [Via] {
    var vias: [Via] = []
    for value in values(of: .via) {
      var scanner = OctetScanner(value)
      repeat {
        guard vias.count < SIPLimits.valuesMax else { throw .malformed(.via, "Too many Via values") }
        vias.append(try Via(&scanner))
      } while scanner.takeSeparator(Octet.comma)
      guard scanner.isAtEnd else { throw .malformed(.via, "Malformed Via") }
    }
    guard !vias.isEmpty else { throw SIPProblem(.missingHeader, .header(.via), "Missing Via") }
    return vias
  }
}
