public import Link
public import Logging
import NIOCore
import NIOPosix
import ReadBuffers
public import ServiceLifecycle
import Synchronization

/// The socket transport. It lives as long as its process; the socket may end and another be attached in its place.
public final class SocketLink: LinkPeer, Service {
  private let responder: LinkResponder
  private let logger: Logger
  private let current = Mutex<LinkConnection?>(nil)
  private let meetings = Mutex(0)
  private let work = AsyncStream<Work>.makeStream()
  private let onConnected: Mutex<(@Sendable () async -> Void)?> = Mutex(nil)

  private let hangs: Mutex<@Sendable () -> Bool> = Mutex { false }

  private enum Work: Sendable {
    case request(id: UInt64, name: String, body: LinkReader, LinkConnection)
    case connected
  }

  /// - Parameter responder: answers what the other side asks.
  public init(answering responder: LinkResponder, logger: Logger) {
    self.responder = responder
    self.logger = logger
  }

  /// What is done each time that the two have met.
  public func onConnected(_ body: @escaping @Sendable () async -> Void) { onConnected.withLock { $0 = body } }

  /// What tells whether this side gets nothing done, which the other side learns within a second.
  public func hangs(when isHanging: @escaping @Sendable () -> Bool) { hangs.withLock { $0 = isHanging } }

  public var meeting: Int { meetings.withLock { $0 } }

  public var isConnected: Bool { current.withLock { $0 != nil } }

  /// Takes over a connected stream socket, which it will close. One that was attached before ends.
  public func attach(descriptor: Int32) async throws {
    _ = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let connection = LinkConnection(channel: channel)
          try channel.pipeline.syncOperations.addHandlers([
            Ear(connection: connection), ReadBufferWipe(), ByteToMessageHandler(LinkFrameDecoder()),
            Receiver(link: self, connection: connection),
          ])
        }
      }
      .withConnectedSocket(descriptor).get()
  }

  public func send<Message: LinkMessage>(_ message: Message) async throws(LinkProblem) -> Message.Reply {
    guard let connection = current.withLock({ $0 }) else { throw .gone }
    var reader = try await connection.ask(message).get()
    let reply = try Message.Reply(from: &reader)
    try reader.finish()
    return reply
  }

  /// Answers what is asked, until it is cancelled.
  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        for await work in self.work.stream { group.addTask { await self.perform(work) } }
      }
    }
  }

  private func perform(_ work: Work) async {
    switch work {
    case .connected: await onConnected.withLock { $0 }?()
    case .request(let id, let name, let body, let connection):
      do {
        connection.write(LinkFrame.reply(id, try await responder.respond(to: name, body)))
      } catch let problem {
        if problem.code == .malformed { logger.error("a message of the Link cannot be read", metadata: ["message": "\(name)"]) }
        connection.write(LinkFrame.problem(id, problem))
      }
    }
  }

  fileprivate func began(_ connection: LinkConnection) {
    // Before the connection is used: what is sent on it is known to be of this meeting.
    meetings.withLock { $0 += 1 }
    let before = current.withLock { current in
      defer { current = connection }
      return current
    }
    before?.close()
    connection.watch()
    work.continuation.yield(.connected)
  }

  fileprivate func received(_ payload: [UInt8], on connection: LinkConnection) throws(LinkProblem) {
    switch try LinkFrame(payload) {
    case .request(let id, let name, let body): work.continuation.yield(.request(id: id, name: name, body: body, connection))
    case .reply(let id, let body): connection.settle(id, .success(body))
    case .problem(let id, let problem): connection.settle(id, .failure(problem))
    case .ping: connection.write(hangs.withLock { $0 }() ? LinkFrame.tellingHang : LinkFrame.tellingPresence)
    case .pong: connection.heard(hangs: false)
    case .hangs: connection.heard(hangs: true)
    }
  }

  fileprivate func ended(_ connection: LinkConnection, _ reason: (any Error)?) {
    connection.ended()
    let wasCurrent = current.withLock { current in
      guard current === connection else { return false }
      current = nil
      return true
    }
    if wasCurrent {
      logger.warning("the other side is gone", metadata: ["reason": "\(reason.map { "\(type(of: $0))" } ?? "end")"])
    }
  }
}

/// Hears whatever a socket brings, whole or not, on its event loop.
private final class Ear: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  private let connection: LinkConnection

  init(connection: LinkConnection) { self.connection = connection }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    connection.heard()
    context.fireChannelRead(data)
  }
}

/// Hands over what a socket brings, on its event loop.
private final class Receiver: ChannelInboundHandler, Sendable {
  typealias InboundIn = [UInt8]
  private let link: SocketLink
  private let connection: LinkConnection

  init(link: SocketLink, connection: LinkConnection) {
    self.link = link
    self.connection = connection
  }

  func channelActive(context: ChannelHandlerContext) { link.began(connection) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    do {
      try link.received(unwrapInboundIn(data), on: connection)
    } catch {
      errorCaught(context: context, error: error)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    link.ended(connection, error)
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { link.ended(connection, nil) }
}
