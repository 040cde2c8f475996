import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A TCP or TLS client that sends bytes as they are given and shows the bytes that come.
final class RawClient: Sendable {
  private struct Seen {
    var bytes: [UInt8] = []
    var isClosed = false
  }

  private final class Collector: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    let seen = Mutex(Seen())

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      let piece = unwrapInboundIn(data)
      seen.withLock { $0.bytes.append(contentsOf: piece.readableBytesView) }
    }

    func channelInactive(context: ChannelHandlerContext) { seen.withLock { $0.isClosed = true } }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
      if case ChannelEvent.inputClosed = event { seen.withLock { $0.isClosed = true } }
    }
  }

  private static let lookMilliseconds = 3.0

  private let channel: any Channel
  private let collector: Collector

  private init(channel: any Channel, collector: Collector) {
    self.channel = channel
    self.collector = collector
  }

  static func connect(_ port: Int, tls: Bool = false) async throws -> RawClient {
    let collector = Collector()
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.allowRemoteHalfClosure, value: true)
      // The kernel lets a buffer that nobody has sized grow to 32 MB: an answer would fit into it whole.
      .channelOption(.socketOption(.so_rcvbuf), value: 256 * 1024)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          if tls {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            let handler = try NIOSSLClientHandler(context: NIOSSLContext(configuration: configuration), serverHostname: nil)
            try channel.pipeline.syncOperations.addHandler(handler)
          }
          try channel.pipeline.syncOperations.addHandler(collector)
        }
      }
      .connect(host: "127.0.0.1", port: port).get()
    return RawClient(channel: channel, collector: collector)
  }

  func send(_ text: String) async throws { try await send(Array(text.utf8)) }
  func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }
  func endOutput() async throws { try await channel.close(mode: .output) }
  /// Leaves what comes in the socket's buffers, until the buffers are full.
  func pauseReading() async throws { try await channel.setOption(.autoRead, value: false).get() }
  func resumeReading() async throws {
    try await channel.setOption(.autoRead, value: true).get()
    channel.read()
  }

  func close() { channel.close(promise: nil) }

  var bytes: [UInt8] { collector.seen.withLock { $0.bytes } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
  var isClosed: Bool { collector.seen.withLock { $0.isClosed } }

  /// Waits until the bytes so far satisfy `condition`, the peer closes, or it has looked for so long; returns all bytes so far.
  /// It counts its looks: a machine that stood still meanwhile has not had that time.
  @discardableResult
  func until(seconds: Double = 10, _ condition: (String) -> Bool) async -> String {
    for _ in 0..<Int(seconds * 1_000 / Self.lookMilliseconds) {
      if isClosed || condition(text) { break }
      try? await Task.sleep(for: .milliseconds(Self.lookMilliseconds))
    }
    return text
  }

  /// Everything until the peer closes, or nil if it does not within `seconds`.
  func untilClosed(seconds: Double = 10) async -> String? {
    await until(seconds: seconds) { _ in false }
    return isClosed ? text : nil
  }

  /// Sends one request and returns everything the server sends until it closes.
  static func exchange(_ port: Int, _ request: String, tls: Bool = false) async throws -> String? {
    let client = try await connect(port, tls: tls)
    defer { client.close() }
    try await client.send(request)
    return await client.untilClosed()
  }
}
