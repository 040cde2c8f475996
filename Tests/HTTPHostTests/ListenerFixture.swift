import HTTPHost
import Logging
import ServiceLifecycle
import Synchronization

/// A listener under test, stopped when the test's closure returns.
struct ListenerFixture: Sendable {
  let port: Int
  let registry: PrometheusRegistry
  private let group: ServiceGroup
  private let stopped: StopFlag

  final class StopFlag: Sendable {
    let value = Mutex(false)
  }

  func shutDown() async { await group.triggerGracefulShutdown() }
  var hasStopped: Bool { stopped.value.withLock { $0 } }

  /// Waits until the metrics have this line, and answers nil; otherwise what they have. It counts its looks, not the time: a
  /// machine that stood still meanwhile has not had that time.
  func misses(_ line: String, looks: Int = 4000) async -> String? {
    for _ in 0..<looks {
      if registry.exposition().contains(line + "\n") { return nil }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return registry.exposition()
  }

  /// Says what came, on one line.
  static let echo: HTTPListener.Handler = { request in
    let headers = request.headers.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
    let body = String(decoding: request.body, as: UTF8.self)
    return HTTPResponse(
      status: 200,
      text: "\(request.method) [\(request.rawPath)] [\(request.rawQuery)] tls=\(request.isTLS) {\(headers)} <\(body)>")
  }

  static func run<Result: Sendable>(
    _ binding: Binding = .plain(host: "127.0.0.1", port: 0), limits: HTTPLimits = .standard,
    handler: @escaping HTTPListener.Handler = echo,
    upgrade: @escaping HTTPListener.Upgrade = { _ in .refuse(HTTPResponse(status: 404, text: "no such socket")) },
    _ body: (ListenerFixture) async throws -> Result
  ) async throws -> Result {
    let registry = PrometheusRegistry(labelSetsMax: 100)
    let (ports, portFound) = AsyncStream<Int>.makeStream()
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let listener = HTTPListener(
      binding: binding, limits: limits, metrics: registry, logger: logger, handler: handler, upgrade: upgrade,
      onListening: { portFound.yield($0) })
    let group = ServiceGroup(configuration: .init(services: [.init(service: listener)], logger: logger))
    let stopped = StopFlag()
    async let running: Void = {
      defer {
        portFound.finish()
        stopped.value.withLock { $0 = true }
      }
      try await group.run()
    }()
    var port: Int?
    for await found in ports {
      port = found
      break
    }
    guard let port else {
      try await running
      throw CancellationError()
    }
    let fixture = ListenerFixture(port: port, registry: registry, group: group, stopped: stopped)
    do {
      let result = try await body(fixture)
      await group.triggerGracefulShutdown()
      try await running
      return result
    } catch {
      await group.triggerGracefulShutdown()
      try await running
      throw error
    }
  }
}

extension HTTPLimits {
  func changed(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
    var limits = self
    change(&limits)
    return limits
  }
}

extension Binding {
  static let testTLS = Binding.tls(
    host: "127.0.0.1", port: 0,
    identity: TLSIdentity(certificateChainPEM: Array(testCertificate.utf8), privateKeyPEM: Array(testKey.utf8)))
}

/// A self-signed certificate for localhost and its key; they guard nothing but these tests.
let testCertificate = """
  -----BEGIN CERTIFICATE-----
  MIIBmjCCAUGgAwIBAgIUftkJr7a4Bxm3iG6ebSNsvCC1IVQwCgYIKoZIzj0EAwIw
  FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzE4MjM0NVoYDzIxMjYxMDMw
  MTgyMzQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
  PQMBBwNCAAS/27/aiQx/Y327Np4LyBPSzxAG4NzpqzIeYig9afDP3sryTXvgFCIR
  hiuJCVBO6HEVt6QEZ2tLgK3ORUj63l3Do28wbTAdBgNVHQ4EFgQUI/kPvZn/Qqd6
  GaKkOpNPSr0y3pwwHwYDVR0jBBgwFoAUI/kPvZn/Qqd6GaKkOpNPSr0y3pwwDwYD
  VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
  zj0EAwIDRwAwRAIgPfaB9OfZBPoYmYMCe4lODr60YTDOVYS5zC5EI7vwk3wCIHyp
  bYogSkTyObM0KoDJIoMfFp/X7/ik81ELg7BsB+Mf
  -----END CERTIFICATE-----
  """
let testKey = """
  -----BEGIN PRIVATE KEY-----
  MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBWASYfsij/6nJDvI
  I7BBEnzEvHEvaD62bG+ssL6jANGhRANCAAS/27/aiQx/Y327Np4LyBPSzxAG4Nzp
  qzIeYig9afDP3sryTXvgFCIRhiuJCVBO6HEVt6QEZ2tLgK3ORUj63l3D
  -----END PRIVATE KEY-----
  """
