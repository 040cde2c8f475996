/// An HTTP request as it was received, nothing decoded: what a signature covers.
public struct WireRequest: Sendable, Hashable {
  public struct Header: Sendable, Hashable {
    /// Lower case.
    public let name: String
    public let value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public let method: String
  /// Still percent-encoded, without the query.
  public let rawPath: String
  /// Still percent-encoded, without the question mark.
  public let rawQuery: String
  /// In the order received; a repeated header stands repeatedly.
  public let headers: [Header]
  public let body: [UInt8]
  /// The peer's address, without its port.
  public let remoteAddress: String
  public let isTLS: Bool

  public init(
    method: String, rawPath: String, rawQuery: String, headers: [Header], body: [UInt8], remoteAddress: String, isTLS: Bool
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

/// An HTTP response before a listener sends it.
public struct WireResponse: Sendable, Hashable {
  public let status: Int
  public var headers: [WireRequest.Header]
  public let body: [UInt8]

  public init(status: Int, headers: [WireRequest.Header], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
