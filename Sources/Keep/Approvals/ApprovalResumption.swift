import Logging
import ServiceLifecycle

/// Carries out, at the start, what was approved when the program before could not.
struct ApprovalResumption: Service {
  let approvals: Approvals
  let logger: Logger

  func run() async throws {
    do { try await approvals.resume() } catch {
      logger.error("what was approved could not be carried out", metadata: ["error": "\(type(of: error))"])
    }
    try? await gracefulShutdown()
  }
}
