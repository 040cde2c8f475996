import NIOCore
import NIOExtras
import NIOHTTP1
import NIOWebSocket

/// What a connection gives its task, one at a time: the next only once the last is answered.
enum Arrival: Sendable {
  case request(HTTPRequest)
  case webSocketRequest(HTTPRequest)
  case message(WebSocketMessage)
}

/// What a connection's task gives back.
enum Reply: Sendable {
  case response(HTTPResponse)
  case acceptWebSocket(subprotocol: String?)
  case message(WebSocketMessage)
  case closeWebSocket(code: UInt16)
}

/// One connection's side of HTTP/1.1, on its event loop: gathers whole requests within the limits, hands over one at a time,
/// writes the responses, and closes when it must.
final class RequestGate: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = Arrival
  typealias OutboundIn = Reply
  typealias OutboundOut = ByteBuffer

  private enum Phase {
    /// Between requests.
    case idle
    /// Some bytes of a request are here, its head is not whole.
    case receivingHead
    case receivingBody(RequestHead, [UInt8])
    /// The task has the request. Its raw head is kept when it asks for a WebSocket.
    case answering(RequestHead, since: NIODeadline, HTTPRequestHead?)
    /// The last response is written; what still comes is thrown away.
    case closing
    /// Frames pass through to the WebSocket's own handlers.
    case switched

    var isSwitched: Bool { if case .switched = self { true } else { false } }

    var takesParts: Bool {
      switch self {
      case .idle, .receivingHead, .receivingBody: true
      case .answering, .closing, .switched: false
      }
    }
  }

  private enum Waiting {
    case part(HTTPServerRequestPart)
    case refused(Refusal)
  }

  private let limits: HTTPLimits
  private let metrics: ListenerMetrics
  private let isTLS: Bool
  private let decoder: ByteToMessageHandler<HTTPRequestDecoder>
  private let remoteAddress: String

  private var phase = Phase.idle
  private var rawHead: HTTPRequestHead?
  private var requestSince = NIODeadline.now()
  /// What the body of the request that is coming in may have.
  private var bodyBytesMax = 0
  private var holdsLargeBody = false
  private var waiting = CircularBuffer<Waiting>()
  private var hasPendingRead = false
  private var hasReplied = false
  private var hasInputEnded = false
  private var hasOutputEnded = false
  private var isDraining = false
  private var writing = ResponseWriting()
  private let deadline = ConnectionDeadline()
  private let drain = ConnectionDeadline()

  init(
    limits: HTTPLimits, metrics: ListenerMetrics, isTLS: Bool, remoteAddress: String,
    decoder: ByteToMessageHandler<HTTPRequestDecoder>
  ) {
    self.limits = limits
    self.metrics = metrics
    self.isTLS = isTLS
    self.remoteAddress = remoteAddress
    self.decoder = decoder
  }

  func handlerAdded(context: ChannelHandlerContext) {
    deadline.start(on: context.eventLoop) { self.deadlinePassed(context) }
    drain.start(on: context.eventLoop) { context.close(promise: nil) }
    deadline.set(after: limits.headerSecondsMax)
  }

  func handlerRemoved(context: ChannelHandlerContext) { stopClocks() }

  func channelInactive(context: ChannelHandlerContext) {
    stopClocks()
    context.fireChannelInactive()
  }

  private func stopClocks() {
    leaveLargeBody()
    deadline.stop()
    drain.stop()
  }
}

// MARK: Reading

extension RequestGate {
  /// Told by the handler before the parser: the clock of a request runs from its first byte, not from its first whole line.
  func bytesArrived() {
    guard case .idle = phase else { return }
    phase = .receivingHead
    requestSince = .now()
    deadline.set(after: limits.headerSecondsMax)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch phase {
    case .switched: context.fireChannelRead(data)
    case .closing: break
    case .answering: waiting.append(.part(unwrapInboundIn(data)))
    case .idle, .receivingHead, .receivingBody: take(unwrapInboundIn(data), context)
    }
  }

  /// While a request is being answered the socket is not read: a client that sends ahead fills its own buffers.
  func read(context: ChannelHandlerContext) {
    if case .answering = phase { hasPendingRead = true } else { context.read() }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch phase {
    case .switched: context.fireErrorCaught(error)
    case .closing: break
    case .answering where error is HTTPParserError: waiting.append(.refused(Refusal(error)))
    case .idle, .receivingHead, .receivingBody:
      if error is HTTPParserError { refuse(Refusal(error), context) } else { context.close(promise: nil) }
    case .answering: context.close(promise: nil)
    }
  }

  private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch part {
    case .head(let raw): takeHead(raw, context)
    case .body(let piece): takeBody(piece, context)
    case .end: takeEnd(context)
    }
  }

  private func takeHead(_ raw: HTTPRequestHead, _ context: ChannelHandlerContext) {
    do {
      if case .idle = phase { requestSince = .now() }
      bodyBytesMax = allowedBodyBytes(raw.uri)
      let head = try RequestHead(raw, bodyBytesMax: bodyBytesMax)
      var body: [UInt8] = []
      if let bytes = head.contentBytes, bytes > 0 { body.reserveCapacity(min(bytes, Self.reservedBodyBytesMax)) }
      phase = .receivingBody(head, body)
      rawHead = head.asksWebSocket ? raw : nil
      if head.contentBytes != 0 {
        deadline.set(after: limits.requestSecondsMax, from: requestSince)
        if head.expectsContinue { writeContinue(context) }
      }
    } catch {
      refuse(error.refusal, context)
    }
  }

  private func allowedBodyBytes(_ uri: String) -> Int {
    guard let large = limits.largeBodies, uri.hasPrefix(large.pathPrefix), !holdsLargeBody, large.enter() else {
      return limits.bodyBytesMax
    }
    holdsLargeBody = true
    return large.bytesMax
  }

  private func leaveLargeBody() {
    guard holdsLargeBody else { return }
    holdsLargeBody = false
    limits.largeBodies?.leave()
  }

  /// A stated length is believed only so far before the bytes are here.
  private static let reservedBodyBytesMax = 64 * 1024

  private func takeBody(_ piece: ByteBuffer, _ context: ChannelHandlerContext) {
    guard case .receivingBody(let head, var body) = phase else { return }
    phase = .receivingHead
    guard body.count + piece.readableBytes <= bodyBytesMax else { return refuse(.bodyTooLarge, context) }
    body.append(contentsOf: piece.readableBytesView)
    phase = .receivingBody(head, body)
  }

  private func takeEnd(_ context: ChannelHandlerContext) {
    guard case .receivingBody(let head, let body) = phase else { return }
    let request = HTTPRequest(
      method: head.method, rawPath: head.rawPath, rawQuery: head.rawQuery, headers: head.headers, body: body,
      remoteAddress: remoteAddress, isTLS: isTLS)
    phase = .answering(head, since: .now(), rawHead)
    rawHead = nil
    deadline.set(after: limits.answerSecondsMax)
    context.fireChannelRead(wrapInboundOut(head.asksWebSocket ? .webSocketRequest(request) : .request(request)))
  }

  private func writeContinue(_ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: "HTTP/1.1 100 Continue\r\n\r\n")), promise: nil)
  }
}

// MARK: Writing

extension RequestGate {
  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .switched = phase { return context.write(data, promise: promise) }
    // A reply that comes after its time ran out has nobody to go to.
    guard case .answering(let head, let since, let raw) = phase else { return Self.drop(promise) }
    switch unwrapOutboundIn(data) {
    case .response(let response): answer(head, response, since: since, promise, context)
    case .acceptWebSocket(let subprotocol):
      guard let raw else { return Self.drop(promise) }
      switchProtocols(raw, subprotocol: subprotocol, since: since, promise, context)
    case .message, .closeWebSocket: Self.drop(promise)
    }
  }

  private static func drop(_ promise: EventLoopPromise<Void>?) { promise?.fail(ChannelError.alreadyClosed) }

  /// The next request is taken up here rather than in `write`, so that its arrival never overtakes its predecessor's response.
  func flush(context: ChannelHandlerContext) {
    context.flush()
    guard hasReplied else { return }
    hasReplied = false
    guard case .idle = phase else { return }
    if !context.channel.isWritable { deadline.set(after: limits.answerSecondsMax) }
    takeWaiting(context)
  }

  private func answer(
    _ head: RequestHead, _ response: HTTPResponse, since: NIODeadline, _ promise: EventLoopPromise<Void>?,
    _ context: ChannelHandlerContext
  ) {
    // The parser stops behind a request for an upgrade, so the connection can carry no further one.
    leaveLargeBody()
    let closes = isDraining || !head.isKeepAlive || head.asksUpgrade || response.asksClose
    var buffer = context.channel.allocator.buffer(capacity: 0)
    writing.write(response, .init(isHEAD: head.isHEAD, isHTTP11: head.isHTTP11, closes: closes), into: &buffer)
    metrics.requestAnswered(status: response.status, nanoseconds: (NIODeadline.now() - since).nanoseconds)
    context.write(wrapOutboundOut(buffer), promise: promise)
    if closes { return finish(context) }
    phase = .idle
    hasReplied = true
    deadline.set(after: limits.idleSecondsMax)
  }

  /// Requests that came in one piece with the last one, then whatever the socket holds.
  private func takeWaiting(_ context: ChannelHandlerContext) {
    while phase.takesParts, let next = waiting.popFirst() {
      switch next {
      case .part(let part): take(part, context)
      case .refused(let refusal): refuse(refusal, context)
      }
    }
    switch phase {
    case .answering: return context.fireChannelReadComplete()
    case .closing: waiting.removeAll()
    case .idle, .receivingHead, .receivingBody: if hasInputEnded { finish(context) }
    case .switched: break
    }
    resumeReading(context)
  }

  private func resumeReading(_ context: ChannelHandlerContext) {
    guard hasPendingRead else { return }
    hasPendingRead = false
    context.read()
  }

  private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
    metrics.requestRefused(refusal)
    var buffer = context.channel.allocator.buffer(capacity: 0)
    writing.write(refusal.response, .init(isHEAD: isAnsweringHEAD, isHTTP11: true, closes: true), into: &buffer)
    context.write(wrapOutboundOut(buffer), promise: nil)
    finish(context)
  }

  private var isAnsweringHEAD: Bool {
    if case .answering(let head, _, _) = phase { head.isHEAD } else { false }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if case .idle = phase, context.channel.isWritable { deadline.set(after: limits.idleSecondsMax) }
    context.fireChannelWritabilityChanged()
  }
}

// MARK: Ending

extension RequestGate {
  /// Takes no further request, and closes once the client has what was written.
  ///
  /// RFC 9112 9.6: closing while unread bytes wait resets the connection, and the response may be lost with it. So the output
  /// ends first, and what still comes is thrown away for a moment.
  private func finish(_ context: ChannelHandlerContext) {
    phase = .closing
    context.flush()
    deadline.set(after: limits.answerSecondsMax)
    let ended = context.eventLoop.makePromise(of: Void.self)
    ended.futureResult.assumeIsolated().whenComplete { _ in self.outputEnded(context) }
    context.close(mode: .output, promise: ended)
    resumeReading(context)
  }

  private func outputEnded(_ context: ChannelHandlerContext) {
    hasOutputEnded = true
    if hasInputEnded { context.close(promise: nil) } else { deadline.set(after: Lingering.secondsMax) }
  }

  private func deadlinePassed(_ context: ChannelHandlerContext) {
    switch phase {
    case .idle, .closing: context.close(promise: nil)
    case .receivingHead, .receivingBody: refuse(.tooSlow, context)
    case .answering: refuse(.answerTooSlow, context)
    case .switched: break
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case _ where phase.isSwitched: context.fireUserInboundEventTriggered(event)
    case ChannelEvent.inputClosed:
      hasInputEnded = true
      endWhenQuiet(context)
    case is ChannelShouldQuiesceEvent:
      isDraining = true
      drain.set(after: limits.drainSecondsMax)
      if case .idle = phase { finish(context) }
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  /// A client may end its side and still wait for answers (RFC 9112 9.6).
  private func endWhenQuiet(_ context: ChannelHandlerContext) {
    switch phase {
    case .answering, .switched: break
    case .idle, .receivingHead, .receivingBody: finish(context)
    case .closing: if hasOutputEnded { context.close(promise: nil) }
    }
  }
}

// MARK: WebSocket

extension RequestGate {
  /// RFC 6455 4.2.2. NIO's upgrader computes the accept header; the handlers of HTTP make room for those of frames.
  private func switchProtocols(
    _ head: HTTPRequestHead, subprotocol: String?, since: NIODeadline, _ promise: EventLoopPromise<Void>?,
    _ context: ChannelHandlerContext
  ) {
    let extra = subprotocol.map { HTTPHeaders([("sec-websocket-protocol", $0)]) } ?? [:]
    let upgrader = NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture(extra) },
      upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() })
    upgrader.buildUpgradeResponse(channel: context.channel, upgradeRequest: head, initialResponseHeaders: [:])
      .assumeIsolated().whenComplete { result in
        guard case .success(let headers) = result else {
          promise?.fail(ChannelError.operationUnsupported)
          return self.refuse(.malformed, context)
        }
        var buffer = context.channel.allocator.buffer(capacity: 256)
        buffer.writeStaticString("HTTP/1.1 101 Switching Protocols\r\n")
        for (name, value) in headers { buffer.writeHeader(name, value) }
        buffer.writeStaticString("\r\n")
        context.writeAndFlush(self.wrapOutboundOut(buffer), promise: promise)
        self.metrics.requestAnswered(status: 101, nanoseconds: (NIODeadline.now() - since).nanoseconds)
        self.installWebSocket(context)
      }
  }

  private func installWebSocket(_ context: ChannelHandlerContext) {
    let channel = context.channel
    let pipeline = channel.pipeline.syncOperations
    do {
      try pipeline.addHandlers(WebSocketGate.handlers(limits: limits, isDraining: isDraining), position: .after(self))
    } catch {
      return context.close(promise: nil)
    }
    phase = .switched
    stopClocks()
    // Frames that came right behind the request lie in the parser; it passes them on as it goes, but says no end of them.
    pipeline.removeHandler(decoder).assumeIsolated().whenComplete { _ in
      pipeline.removeHandler(context: context, promise: nil)
      pipeline.fireChannelReadComplete()
    }
    if hasPendingRead { channel.read() }
  }
}
