import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL
import ReadBuffers

/// How long a connection that has said its last word waits for the client to take it.
enum Lingering {
  static let secondsMax = 2.0
}

/// What one accepted connection is made of, and the task that serves it.
struct ConnectionChannel: ServerChildChannel {
  struct Value: ServerChildChannelValue {
    let channel: any Channel
    /// nil for a connection too many, which nobody serves.
    let served: NIOAsyncChannel<Arrival, Reply>?
  }

  let tls: NIOSSLContext?
  let limits: HTTPLimits
  let metrics: ListenerMetrics
  let handler: HTTPListener.Handler
  let upgrade: HTTPListener.Upgrade

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      let count = metrics.connectionOpened()
      channel.closeFuture.whenComplete { _ in metrics.connectionClosed() }
      guard count <= limits.connectionsMax else { return try refuse(channel, count: count) }
      try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
      return try serve(channel)
    }
  }

  private func serve(_ channel: any Channel) throws -> Value {
    var decoderLimits = NIOHTTPDecoderLimitConfiguration()
    decoderLimits.maxHeaderFieldSize = limits.headerBytesMax
    decoderLimits.maxHeaderListSize = limits.headerBytesMax
    decoderLimits.maxHeaderFieldCount = limits.headersMax
    let decoder = ByteToMessageHandler(
      HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoderLimits))
    let gate = RequestGate(
      limits: limits, metrics: metrics, isTLS: tls != nil, remoteAddress: channel.remoteAddress?.ipAddress ?? "",
      decoder: decoder)
    let pipeline = channel.pipeline.syncOperations
    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
    try pipeline.addHandlers([ReadBufferWipe(), FirstByteWatch(gate: gate), decoder, gate])
    return try Value(channel: channel, served: NIOAsyncChannel(wrappingChannelSynchronously: channel))
  }

  /// Says so if that is cheap: a TLS handshake is not, and neither is a crowd of lingering refusals.
  private func refuse(_ channel: any Channel, count: Int) throws -> Value {
    metrics.requestRefused(.tooManyConnections)
    let isCheap = tls == nil && count <= limits.connectionsMax + RefusedConnection.lingeringMax
    try channel.pipeline.syncOperations.addHandler(RefusedConnection(isAnswered: isCheap))
    return Value(channel: channel, served: nil)
  }

  func handle(value: Value, logger: Logger) async {
    guard let served = value.served else { return }
    do {
      try await served.executeThenClose { inbound, outbound in
        var arrivals = inbound.makeAsyncIterator()
        while let arrival = try await arrivals.next() {
          switch arrival {
          case .request(let request): try await outbound.write(.response(handler(request)))
          case .webSocketRequest(let request):
            switch await upgrade(request) {
            case .refuse(let response): try await outbound.write(.response(response))
            case .accept(let subprotocol, let handler):
              let count = metrics.webSocketOpened()
              defer { metrics.webSocketClosed() }
              guard count <= limits.webSocketsMax else {
                metrics.requestRefused(.tooManyConnections)
                return try await outbound.write(.response(Refusal.tooManyConnections.response))
              }
              return try await serveWebSocket(request, subprotocol, handler, arrivals, outbound)
            }
          case .message: break
          }
        }
      }
    } catch {
      logger.trace("connection ended early", metadata: ["reason": "\(type(of: error))"])
    }
  }

  private func serveWebSocket(
    _ request: HTTPRequest, _ subprotocol: String?, _ handler: WebSocketHandler,
    _ arrivals: consuming NIOAsyncChannelInboundStream<Arrival>.AsyncIterator, _ writer: NIOAsyncChannelOutboundWriter<Reply>
  ) async throws {
    try await writer.write(.acceptWebSocket(subprotocol: subprotocol))
    var inbound = WebSocketInbound(arrivals)
    let outbound = WebSocketOutbound(writer)
    await handler(request, &inbound, outbound)
    try await outbound.close(code: 1000)
    while await inbound.next() != nil {}
  }
}

/// Tells the gate of bytes before the parser makes sense of them.
private final class FirstByteWatch: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let gate: RequestGate

  init(gate: RequestGate) { self.gate = gate }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    gate.bytesArrived()
    context.fireChannelRead(data)
  }
}

/// A connection past the limit: told so, or closed at once.
private final class RefusedConnection: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Refusals that may wait at once for their clients to read them.
  static let lingeringMax = 64
  private static let lingerSecondsMax = 1.0

  private let isAnswered: Bool
  private let deadline = ConnectionDeadline()

  init(isAnswered: Bool) { self.isAnswered = isAnswered }

  func channelActive(context: ChannelHandlerContext) {
    guard isAnswered else { return context.close(promise: nil) }
    var writing = ResponseWriting()
    var buffer = context.channel.allocator.buffer(capacity: 0)
    writing.write(Refusal.tooManyConnections.response, .init(isHEAD: false, isHTTP11: true, closes: true), into: &buffer)
    context.writeAndFlush(wrapOutboundOut(buffer), promise: nil)
    context.close(mode: .output, promise: nil)
    deadline.start(on: context.eventLoop) { context.close(promise: nil) }
    deadline.set(after: Self.lingerSecondsMax)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) { deadline.stop() }
}
