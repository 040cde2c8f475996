import Glibc
import HummingbirdCore
public import Logging
public import Metrics
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle

/// One listening address: HTTP/1.1 and WebSocket, plain on loopback or over TLS, within its limits.
///
/// On graceful shutdown it stops accepting, closes idle connections, lets requests in flight end, and after
/// `drainSecondsMax` cuts off the rest and cancels their handlers.
public struct HTTPListener: Service {
  /// Answers one request. Runs off the event loop, one at a time for each connection.
  public typealias Handler = @Sendable (HTTPRequest) async -> HTTPResponse
  /// Judges one request for a WebSocket. It has a good handshake; whether its `origin` may ask is for the program to say.
  public typealias Upgrade = @Sendable (HTTPRequest) async -> UpgradeVerdict

  private let binding: Binding
  private let limits: HTTPLimits
  private let metrics: any MetricsFactory
  private let logger: Logger
  private let handler: Handler
  private let upgrade: Upgrade
  private let onListening: @Sendable (_ port: Int) async throws -> Void

  /// - Parameters:
  ///   - metrics: where the listener counts; the program's bootstrapped backend unless told otherwise.
  ///   - upgrade: refuses every WebSocket unless told otherwise.
  ///   - onListening: told the real port once connections are accepted; the listener ends if it throws.
  public init(
    binding: Binding, limits: HTTPLimits, metrics: any MetricsFactory = MetricsSystem.factory, logger: Logger,
    handler: @escaping Handler, upgrade: @escaping Upgrade = { _ in .refuse(HTTPResponse(status: 404, text: "Not Found")) },
    onListening: @escaping @Sendable (_ port: Int) async throws -> Void
  ) {
    self.binding = binding
    self.limits = limits
    self.metrics = metrics
    self.logger = logger
    self.handler = handler
    self.upgrade = upgrade
    self.onListening = onListening
  }

  /// Serves until graceful shutdown or cancellation.
  ///
  /// - Throws: `HTTPHostError` `notLoopback`, `invalidTLSIdentity` or `cannotBind`; what `onListening` throws.
  public func run() async throws {
    let (ports, listens) = AsyncStream<Int>.makeStream()
    let server = try makeServer { listens.yield($0) }
    try await withThrowingTaskGroup(of: Ending.self) { group in
      group.addTask {
        defer { listens.finish() }
        try await serve(server)
        return .served
      }
      group.addTask {
        for await port in ports { try await onListening(port) }
        return .announced
      }
      group.addTask {
        try await gracefulShutdown()
        // The connections end within this time by themselves; their handlers are cancelled with what is left of the group.
        try await Task.sleep(for: .seconds(limits.drainSecondsMax))
        return .drained
      }
      defer { group.cancelAll() }
      while let ending = try await group.next(), ending == .announced {}
    }
  }

  private enum Ending { case served, announced, drained }

  private func makeServer(onPort: @escaping @Sendable (Int) -> Void) throws(HTTPHostError) -> Server<ConnectionChannel> {
    let host = binding.isTLS ? binding.host : try binding.checkedPlainHost()
    let connections = ConnectionChannel(
      tls: try binding.makeTLSContext(), limits: limits, metrics: ListenerMetrics(isTLS: binding.isTLS, factory: metrics),
      handler: handler, upgrade: upgrade)
    return Server(
      childChannelSetup: connections,
      configuration: ServerConfiguration(address: .hostname(host, port: binding.port), backlog: Self.backlog),
      onServerRunning: { channel in onPort(channel.localAddress?.port ?? 0) },
      eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
  }

  private func serve(_ server: Server<ConnectionChannel>) async throws {
    do { try await server.run() } catch let error as IOError {
      throw HTTPHostError(.cannotBind, "cannot listen on \(binding.host) port \(binding.port): \(Self.reason(error))")
    } catch let error as SocketAddressError {
      throw HTTPHostError(.cannotBind, "cannot listen on \(binding.host) port \(binding.port): \(type(of: error))")
    }
  }

  private static func reason(_ error: IOError) -> String {
    switch error.errnoCode {
    case EADDRINUSE: "the port is in use"
    case EADDRNOTAVAIL: "this machine has no such address"
    case EACCES: "the port is not for this user; below 1024 they are root's"
    default: "errno \(error.errnoCode)"
    }
  }

  /// Connections that the kernel holds until they are accepted.
  private static let backlog = 512
}
