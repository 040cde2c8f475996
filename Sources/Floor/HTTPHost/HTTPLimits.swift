/// What one client may take from a listener. Past a limit the client is answered and its connection closed.
public struct HTTPLimits: Sendable {
  /// Request line and headers together, trailers too; past it 431.
  public var headerBytesMax: Int
  /// Past it 431.
  public var headersMax: Int
  /// A request's body once its transfer coding is undone; past it 413.
  public var bodyBytesMax: Int
  /// Where a body may be larger; nil for nowhere.
  public var largeBodies: LargeBodies?
  /// One WebSocket message, all its fragments; past it close code 1009 (RFC 6455 7.4.1).
  public var webSocketMessageBytesMax: Int
  /// WebSockets open at once; one more is answered 503.
  public var webSocketsMax: Int
  /// Connections open at once that are no WebSockets; one more is answered 503 over plain HTTP and closed before the handshake
  /// over TLS.
  public var connectionsMax: Int
  /// From the first byte of a request to the end of its headers; a new connection has as long for its first request, the TLS
  /// handshake included. Past it 408.
  public var headerSecondsMax: Double
  /// From the first byte of a request to the end of its body; past it 408.
  public var requestSecondsMax: Double
  /// From a whole request to the handler's response, and again from there until the client has taken it; past it 503.
  public var answerSecondsMax: Double
  /// Silence between two requests; past it the connection closes. A silent WebSocket is pinged at half of it.
  public var idleSecondsMax: Double
  /// From the order to shut down until requests in flight are cut off.
  public var drainSecondsMax: Double

  public init(
    headerBytesMax: Int, headersMax: Int, bodyBytesMax: Int, webSocketMessageBytesMax: Int, webSocketsMax: Int,
    connectionsMax: Int,
    headerSecondsMax: Double, requestSecondsMax: Double, answerSecondsMax: Double, idleSecondsMax: Double,
    drainSecondsMax: Double
  ) {
    self.headerBytesMax = headerBytesMax
    self.headersMax = headersMax
    self.bodyBytesMax = bodyBytesMax
    self.webSocketMessageBytesMax = webSocketMessageBytesMax
    self.webSocketsMax = webSocketsMax
    self.connectionsMax = connectionsMax
    self.headerSecondsMax = headerSecondsMax
    self.requestSecondsMax = requestSecondsMax
    self.answerSecondsMax = answerSecondsMax
    self.idleSecondsMax = idleSecondsMax
    self.drainSecondsMax = drainSecondsMax
  }

  /// For a control surface: bodies of a mebibyte, so that all connections at once hold no more than a gibibyte; headers large
  /// enough for a session token; times that a human on a bad line stays within.
  public static let standard = HTTPLimits(
    headerBytesMax: 32 * 1024, headersMax: 128, bodyBytesMax: 1024 * 1024, webSocketMessageBytesMax: 128 * 1024,
    webSocketsMax: 12_000, connectionsMax: 1024, headerSecondsMax: 10, requestSecondsMax: 30, answerSecondsMax: 60,
    idleSecondsMax: 75,
    drainSecondsMax: 10)
}
