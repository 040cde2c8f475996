import NIOCore

/// One whole message of a WebSocket (RFC 6455 5.6).
public enum WebSocketMessage: Sendable, Equatable {
  case text(String)
  case binary([UInt8])
}

/// What the client of a WebSocket sends. Pings, pongs, fragments and the closing handshake are the listener's.
public struct WebSocketInbound {
  private var arrivals: NIOAsyncChannelInboundStream<Arrival>.AsyncIterator

  init(_ arrivals: NIOAsyncChannelInboundStream<Arrival>.AsyncIterator) { self.arrivals = arrivals }

  /// The next message; nil once either side has closed, or the task is cancelled.
  public mutating func next() async -> WebSocketMessage? {
    while let arrival = try? await arrivals.next() {
      if case .message(let message) = arrival { return message }
    }
    return nil
  }
}

/// What goes to the client of a WebSocket.
public struct WebSocketOutbound: Sendable {
  private let writer: NIOAsyncChannelOutboundWriter<Reply>

  init(_ writer: NIOAsyncChannelOutboundWriter<Reply>) { self.writer = writer }

  /// Returns once the message is on its way, waiting while the client is slow to take what came before.
  public func send(_ message: WebSocketMessage) async throws(HTTPHostError) { try await write(.message(message)) }

  /// Starts the closing handshake. `code` is one of RFC 6455 7.4, 1000 for a plain end; a code that may not be sent becomes 1011.
  public func close(code: UInt16) async throws(HTTPHostError) { try await write(.closeWebSocket(code: code)) }

  private func write(_ reply: Reply) async throws(HTTPHostError) {
    do { try await writer.write(reply) } catch { throw HTTPHostError(.connectionClosed, "the WebSocket is closed") }
  }
}

/// Serves one WebSocket; when it returns, the listener closes the WebSocket with code 1000.
public typealias WebSocketHandler =
  @Sendable (_ request: HTTPRequest, _ inbound: inout WebSocketInbound, _ outbound: WebSocketOutbound) async -> Void

/// What a program says to a client that asks for a WebSocket.
public enum UpgradeVerdict: Sendable {
  /// `subprotocol` is one that the client offered (RFC 6455 4.2.2), or nil.
  case accept(subprotocol: String?, WebSocketHandler)
  /// Answered like any request, with its body; the connection closes behind it.
  case refuse(HTTPResponse)
}
