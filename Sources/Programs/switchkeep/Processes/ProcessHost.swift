import Foundation
import HTTPHost
import Keep
import Link
import LinkSocket
import Logging
import Metrics
import ServiceLifecycle
import UnixSignals
import Vocabulary

/// What the switch and the keep have in common as programs: the Link, metrics, a log, and an end that loses nothing.
struct ProcessHost: Sendable {
  let link: SocketLink
  let responder: LinkResponder
  let registry: PrometheusRegistry
  let logger: Logger
  private let control: any ProcessControl
  /// Ends when messages of the other side may be answered.
  private let mayAnswer = AsyncStream<Never>.makeStream()

  /// - Parameter control: in place of the supervisor that has started this process.
  init(label: String, control: (any ProcessControl)? = nil) {
    if control == nil { InheritedDescriptor.keepToSelf() }
    Descriptors.takeAll()
    LoggingSystem.bootstrap(StreamLogHandler.standardError)
    registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    logger = Logger(label: label)
    responder = LinkResponder()
    link = SocketLink(answering: responder, logger: logger)
    self.control = control ?? ControlChannel()
  }

  /// Runs the process until it is told to end. The Link lives from before the first service until after the last.
  /// - Parameters:
  ///   - open: makes the services.
  ///   - close: writes what waits.
  func run(open: () async throws -> [any Service], close: () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await control.serve(link, logger: logger) }
      if control.needsOther { await connected() }
      group.addTask {
        for await _ in mayAnswer.stream {}
        try await link.run()
      }
      let services = try await open()
      let running = ServiceGroup(services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
      try await running.run()
      try await close()
      group.cancelAll()
    }
  }

  func report(_ message: ControlMessage) { control.report(message) }

  func hand(_ secret: RootSecret) { control.hand(secret) }

  /// From now on messages of the other side are answered; they wait before.
  func answer() { mayAnswer.continuation.finish() }

  /// The two have met at least once: neither has anything to do before.
  private func connected() async {
    while !link.isConnected, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
  }

  /// One listener with health and, on the loopback listener, metrics beside what it serves.
  /// - Parameter keepProblem: a word for what keeps the keep from serving; nil where nothing does.
  func listener(
    _ binding: Binding, limits: HTTPLimits, hasMetrics: Bool, keepProblem: @escaping @Sendable () -> StaticString?,
    onListening: @escaping @Sendable (Int) -> Void,
    respond: @escaping @Sendable (WireRequest) async -> WireResponse, upgrade: @escaping HTTPListener.Upgrade
  ) -> any Service {
    let link = link
    let routes = OperatorRoutes(registry: registry) {
      Readiness(parts: [
        Readiness.Part(name: "store", isReady: true), Readiness.Part(name: "link", isReady: link.isConnected),
        keepProblem().map { Readiness.Part(name: "keep", isReady: false, word: $0) }
          ?? Readiness.Part(name: "keep", isReady: true),
      ])
    }
    return HTTPListener(
      binding: binding, limits: limits, metrics: registry, logger: logger,
      handler: { request in
        // Metrics tell of traffic: they are for the loopback listener alone.
        if hasMetrics || request.rawPath == "/health", let answer = await routes.answer(request) { return answer }
        return HTTPResponse(await respond(WireRequest(request)))
      },
      upgrade: upgrade, onListening: onListening)
  }
}

extension WireRequest {
  init(_ request: HTTPRequest) {
    self.init(
      method: request.method, rawPath: request.rawPath, rawQuery: request.rawQuery,
      headers: request.headers.map { Header(name: $0.name, value: $0.value) }, body: request.body,
      remoteAddress: request.remoteAddress, isTLS: request.isTLS)
  }
}

extension HTTPResponse {
  init(_ response: WireResponse) {
    self.init(status: response.status, headers: response.headers.map { ($0.name, $0.value) }, body: response.body)
  }
}
