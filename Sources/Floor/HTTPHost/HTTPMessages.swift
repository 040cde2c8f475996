/// A whole HTTP/1.x request as it was received: nothing decoded but the transfer coding.
public struct HTTPRequest: Sendable {
  /// As sent; upper case unless the client sent otherwise (RFC 9110 9.1).
  public let method: String
  /// Still percent-encoded, without the query; `*` for the asterisk form (RFC 9112 3.2.4).
  public let rawPath: String
  /// Still percent-encoded, without the question mark; empty when there is none.
  public let rawQuery: String
  /// In the order received, names in lower case; a repeated header stands repeatedly.
  public let headers: [(name: String, value: String)]
  public let body: [UInt8]
  /// The peer's IP address, without its port.
  public let remoteAddress: String
  public let isTLS: Bool

  public init(
    method: String, rawPath: String, rawQuery: String, headers: [(name: String, value: String)], body: [UInt8],
    remoteAddress: String, isTLS: Bool
  ) {
    self.method = method
    self.rawPath = rawPath
    self.rawQuery = rawQuery
    self.headers = headers
    self.body = body
    self.remoteAddress = remoteAddress
    self.isTLS = isTLS
  }

  /// The first header of that lower-case name.
  public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A whole HTTP response.
///
/// The listener itself writes `content-length`, `date` and `connection`; what a handler gives for them is left out, but for
/// `connection: close`, which closes, and the `content-length` of an empty answer to HEAD (RFC 9110 8.6). A response that
/// cannot be sent, because its status is not 200...599 or a header holds a control character, becomes a 500.
public struct HTTPResponse: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// One line of plain text.
  public init(status: Int, text: String) {
    self.init(status: status, headers: [("content-type", "text/plain; charset=utf-8")], body: Array((text + "\n").utf8))
  }
}
