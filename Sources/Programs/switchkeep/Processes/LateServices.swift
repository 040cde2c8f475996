import Logging
import ServiceLifecycle

/// Services that begin when the keep is open: at once, or when it was unsealed.
struct LateServices: Service {
  let logger: Logger
  /// Waits for the keep; nothing where the program ends before.
  let services: @Sendable () async throws -> [any Service]

  func run() async throws {
    let services = try await cancelWhenGracefulShutdown { try await self.services() }
    guard !services.isEmpty else { return }
    try await ServiceGroup(services: services, logger: logger).run()
  }
}
