import NIOCore
import NIOExtras
import NIOHTTP1
import NIOWebSocket

/// One connection's side of a WebSocket (RFC 6455), on its event loop: messages in and out, pings, the closing handshake.
final class WebSocketGate: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = Arrival
  typealias OutboundIn = Reply
  typealias OutboundOut = WebSocketFrame

  private enum Phase {
    case open
    /// Our close frame is sent; the peer's, or the end of the connection, is awaited.
    case closing
  }

  private let limits: HTTPLimits
  private let startsDraining: Bool
  private var phase = Phase.open
  private var isPinged = false
  private let deadline = ConnectionDeadline()

  private init(limits: HTTPLimits, startsDraining: Bool) {
    self.limits = limits
    self.startsDraining = startsDraining
  }

  /// Those that turn the bytes of a switched connection into messages and back.
  static func handlers(limits: HTTPLimits, isDraining: Bool) -> [any ChannelHandler] {
    let bytesMax = limits.webSocketMessageBytesMax
    return [
      WebSocketFrameEncoder(), ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: bytesMax)),
      FrameRules(),
      NIOWebSocketFrameAggregator(
        minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: fragmentsMax, maxAccumulatedFrameSize: bytesMax),
      WebSocketGate(limits: limits, startsDraining: isDraining),
    ]
  }

  private static let fragmentsMax = 1024

  func handlerAdded(context: ChannelHandlerContext) {
    deadline.start(on: context.eventLoop) { self.deadlinePassed(context) }
    deadline.set(after: limits.idleSecondsMax / 2)
    if startsDraining { close(.goingAway, context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) { deadline.stop() }

  func channelInactive(context: ChannelHandlerContext) {
    deadline.stop()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    if case .open = phase {
      isPinged = false
      deadline.set(after: limits.idleSecondsMax / 2)
    }
    switch frame.opcode {
    case .connectionClose: peerClosed(frame, context)
    case .ping: if case .open = phase { send(.pong, frame.unmaskedData, context) }
    case .text, .binary: if case .open = phase { deliver(frame, context) }
    default: break
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard case .open = phase else {
      promise?.fail(ChannelError.alreadyClosed)
      return
    }
    switch unwrapOutboundIn(data) {
    case .message(.text(let text)):
      context.write(wrapOutboundOut(frame(.text, ByteBuffer(string: text))), promise: promise)
    case .message(.binary(let bytes)):
      context.write(wrapOutboundOut(frame(.binary, ByteBuffer(bytes: bytes))), promise: promise)
    case .closeWebSocket(let code):
      close(Self.isSendable(code) ? WebSocketErrorCode(codeNumber: Int(code)) : .unexpectedServerError, context)
      promise?.succeed(())
    case .response, .acceptWebSocket: promise?.fail(ChannelError.operationUnsupported)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketError.invalidFrameLength, NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge,
      NIOWebSocketFrameAggregator.Error.tooManyFragments:
      close(.messageTooLarge, context)
    case is NIOWebSocketError, is NIOWebSocketFrameAggregator.Error, is FrameRules.Broken: close(.protocolError, context)
    default: context.close(promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    switch event {
    case ChannelEvent.inputClosed: context.close(promise: nil)
    case is ChannelShouldQuiesceEvent: close(.goingAway, context)
    default: context.fireUserInboundEventTriggered(event)
    }
  }

  private func deliver(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
    let data = frame.unmaskedData
    guard frame.opcode == .text else {
      return context.fireChannelRead(wrapInboundOut(.message(.binary(Array(data.readableBytesView)))))
    }
    // RFC 6455 8.1.
    guard let text = String(validating: data.readableBytesView, as: UTF8.self) else {
      return close(.dataInconsistentWithMessage, context)
    }
    context.fireChannelRead(wrapInboundOut(.message(.text(text))))
  }

  /// RFC 6455 5.5.1: answered with the same code, and the server closes the connection first (7.1.1).
  private func peerClosed(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
    if case .open = phase {
      phase = .closing
      let code = frame.unmaskedData.peekWebSocketErrorCode()
      let answer = code.map { Self.isSendable(UInt16(webSocketErrorCode: $0)) ? $0 : .protocolError }
      send(.connectionClose, answer.map { ByteBuffer(code: $0) } ?? ByteBuffer(), context)
    }
    context.close(promise: nil)
  }

  private func close(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
    guard case .open = phase else { return }
    phase = .closing
    send(.connectionClose, ByteBuffer(code: code), context)
    deadline.set(after: Lingering.secondsMax)
  }

  private func deadlinePassed(_ context: ChannelHandlerContext) {
    switch phase {
    case .open where !isPinged:
      isPinged = true
      send(.ping, ByteBuffer(), context)
      deadline.set(after: limits.idleSecondsMax / 2)
    case .open, .closing: context.close(promise: nil)
    }
  }

  private func send(_ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext) {
    context.writeAndFlush(wrapOutboundOut(frame(opcode, data)), promise: nil)
  }

  private func frame(_ opcode: WebSocketOpcode, _ data: ByteBuffer) -> WebSocketFrame {
    WebSocketFrame(fin: true, opcode: opcode, data: data)
  }

  /// RFC 6455 7.4.1 and 7.4.2: the codes that may stand in a close frame.
  private static func isSendable(_ code: UInt16) -> Bool {
    switch code {
    case 1000...1003, 1007...1014, 3000...4999: true
    default: false
    }
  }
}

/// RFC 6455 5.1 and 5.2: a client masks every frame, and reserved bits and opcodes stay unused.
private final class FrameRules: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias InboundOut = WebSocketFrame

  struct Broken: Error {}

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    let isKnown = [.continuation, .text, .binary, .connectionClose, .ping, .pong].contains(frame.opcode)
    guard frame.maskKey != nil, isKnown, !frame.rsv1, !frame.rsv2, !frame.rsv3 else {
      return context.fireErrorCaught(Broken())
    }
    context.fireChannelRead(data)
  }
}

extension ByteBuffer {
  fileprivate init(code: WebSocketErrorCode) {
    self.init()
    write(webSocketErrorCode: code)
  }
}
