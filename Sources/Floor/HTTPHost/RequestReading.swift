import NIOHTTP1

/// Why a request is refused before any handler sees it.
enum Refusal: String, CaseIterable {
  case malformed
  case smuggling
  case headerTooLarge = "header_too_large"
  case bodyTooLarge = "body_too_large"
  case tooSlow = "too_slow"
  case unknownExpectation = "unknown_expectation"
  case unknownCoding = "unknown_coding"
  case unknownMethod = "unknown_method"
  case unknownVersion = "unknown_version"
  case unknownWebSocketVersion = "unknown_websocket_version"
  case answerTooSlow = "answer_too_slow"
  case tooManyConnections = "too_many_connections"

  var status: Int {
    switch self {
    case .malformed, .smuggling: 400
    case .tooSlow: 408
    case .bodyTooLarge: 413
    case .unknownExpectation: 417
    case .unknownWebSocketVersion: 426
    case .headerTooLarge: 431
    case .unknownCoding, .unknownMethod: 501
    case .answerTooSlow, .tooManyConnections: 503
    case .unknownVersion: 505
    }
  }

  var response: HTTPResponse {
    var response = HTTPResponse(status: status, text: HTTPResponseStatus(statusCode: status).reasonPhrase)
    // RFC 6455 4.4; RFC 9110 15.5.22 asks for the protocol's name.
    if self == .unknownWebSocketVersion { response.headers += [("sec-websocket-version", "13"), ("upgrade", "websocket")] }
    return response
  }

  init(_ error: any Error) {
    switch error as? HTTPParserError {
    case .headerOverflow: self = .headerTooLarge
    case .unexpectedContentLength: self = .smuggling
    case .invalidMethod: self = .unknownMethod
    case .invalidVersion: self = .unknownVersion
    default: self = .malformed
    }
  }
}

/// A request whose headers were read and found sound.
struct RequestHead {
  let method: String
  let rawPath: String
  let rawQuery: String
  let headers: [(name: String, value: String)]
  let isHTTP11: Bool
  let isKeepAlive: Bool
  let contentBytes: Int?
  let expectsContinue: Bool
  /// The client asks to speak another protocol from here on; the parser reads no further request of this connection.
  let asksUpgrade: Bool
  let asksWebSocket: Bool

  var isHEAD: Bool { method == "HEAD" }
}

/// What is read off the headers in one pass.
private struct Framing {
  var hosts = 0
  var contentLengths: [String] = []
  var transferCodings: [String] = []
  var expectation: String?
  var upgrade: String?

  mutating func note(_ name: String, _ value: String) {
    switch name {
    case "host": hosts += 1
    case "content-length": contentLengths.append(value)
    case "transfer-encoding": transferCodings.append(value)
    case "expect": expectation = value
    case "upgrade": upgrade = value
    default: break
    }
  }
}

extension RequestHead {
  /// Reads the head of a request; the parser has already checked tokens and line ends.
  init(_ head: HTTPRequestHead, bodyBytesMax: Int) throws(RequestRefused) {
    var framing = Framing()
    headers = head.headers.map { name, value in
      let field = (name: name.lowerCaseASCII, value: value.trimmingOptionalWhitespace)
      framing.note(field.name, field.value)
      return field
    }
    method = head.method.rawValue
    isHTTP11 = head.version.minor >= 1
    isKeepAlive = head.isKeepAlive
    contentBytes = try Self.contentBytes(framing, isHTTP11: isHTTP11, bodyBytesMax: bodyBytesMax)
    // RFC 9112 3.2: exactly one Host in HTTP/1.1, and never two.
    guard framing.hosts == 1 || (framing.hosts == 0 && !isHTTP11) else { throw RequestRefused(.malformed) }
    guard head.method != .CONNECT else { throw RequestRefused(.unknownMethod) }
    expectsContinue = try Self.expectsContinue(framing, isHTTP11: isHTTP11)
    (rawPath, rawQuery) = try Self.split(target: head.uri)
    asksUpgrade = framing.upgrade != nil
    asksWebSocket = try Self.asksWebSocket(head, framing, contentBytes: contentBytes)
  }

  /// RFC 9112 6.1 and 6.3: two statements of the length are an attack on whoever reads the other one.
  private static func contentBytes(_ framing: Framing, isHTTP11: Bool, bodyBytesMax: Int) throws(RequestRefused) -> Int? {
    if !framing.transferCodings.isEmpty {
      guard framing.contentLengths.isEmpty, isHTTP11 else { throw RequestRefused(.smuggling) }
      guard framing.transferCodings.count == 1, framing.transferCodings[0].lowerCaseASCII == "chunked" else {
        throw RequestRefused(.unknownCoding)
      }
      return nil
    }
    guard let text = framing.contentLengths.first else { return 0 }
    guard framing.contentLengths.count == 1, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bytes = Int(text) else {
      throw RequestRefused(.smuggling)
    }
    guard bytes <= bodyBytesMax else { throw RequestRefused(.bodyTooLarge) }
    return bytes
  }

  /// RFC 9110 10.1.1: an expectation in HTTP/1.0 is ignored.
  private static func expectsContinue(_ framing: Framing, isHTTP11: Bool) throws(RequestRefused) -> Bool {
    guard isHTTP11, let expectation = framing.expectation else { return false }
    guard expectation.lowerCaseASCII == "100-continue" else { throw RequestRefused(.unknownExpectation) }
    return true
  }

  /// RFC 9112 3.2: the origin form, the absolute form (its authority is dropped), or `*`.
  private static func split(target: String) throws(RequestRefused) -> (path: String, query: String) {
    var rest = target[...]
    if !target.hasPrefix("/"), target != "*" {
      let folded = target.lowerCaseASCII
      guard folded.hasPrefix("http://") || folded.hasPrefix("https://") else { throw RequestRefused(.malformed) }
      let authority = target.utf8.index(target.utf8.firstIndex(of: UInt8(ascii: ":"))!, offsetBy: 3)
      rest = target[authority...]
      rest = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }.map { rest[$0...] } ?? "/"
    }
    guard !rest.utf8.contains(UInt8(ascii: "#")) else { throw RequestRefused(.malformed) }
    guard let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (String(rest), "") }
    let path = mark == rest.startIndex ? "/" : String(rest[..<mark])
    return (path, String(rest[rest.utf8.index(after: mark)...]))
  }

  /// RFC 6455 4.2.1. Another protocol's name is no error: that upgrade is not made (RFC 9110 7.8).
  private static func asksWebSocket(
    _ head: HTTPRequestHead, _ framing: Framing, contentBytes: Int?
  ) throws(RequestRefused) -> Bool {
    let connection = head.headers[canonicalForm: "connection"]
    guard framing.upgrade?.lowerCaseASCII == "websocket", connection.contains(where: { $0.lowercased() == "upgrade" }) else {
      return false
    }
    guard head.method == .GET, head.version == .http1_1, contentBytes == 0 else { throw RequestRefused(.malformed) }
    guard head.headers["sec-websocket-version"] == ["13"] else { throw RequestRefused(.unknownWebSocketVersion) }
    let keys = head.headers["sec-websocket-key"]
    guard keys.count == 1, keys[0].utf8.count == 24, keys[0].hasSuffix("==") else { throw RequestRefused(.malformed) }
    return true
  }
}

struct RequestRefused: Error {
  let refusal: Refusal

  init(_ refusal: Refusal) { self.refusal = refusal }
}

extension String {
  /// Itself, uncopied, when it holds no upper-case letter, as nearly every header name of a program does.
  var lowerCaseASCII: String {
    utf8.contains { (0x41...0x5A).contains($0) } ? lowercased() : self
  }

  /// Without the spaces and tabs around it (RFC 9110 5.5).
  var trimmingOptionalWhitespace: String {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    guard let first = utf8.first, let last = utf8.last, isBlank(first) || isBlank(last) else { return self }
    let kept = utf8.drop(while: isBlank)
    guard let end = kept.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(self[kept.startIndex...end])
  }
}
