import Logging
import ServiceLifecycle
import Vocabulary

/// Carries out, at the start, what was approved when the program before could not.
struct ApprovalResumption: Service {
  let approvals: Approvals
  let events: KeepEvent
  let logger: Logger

  func run() async throws {
    do {
      let left = try await approvals.resume { approval in
        events.event(
          "FailChange", for: "switchkeep",
          [
            "approvalId": .string(approval.id), "kind": .string(approval.kind), "summary": .string(approval.summary),
            "requestedBy": .string(approval.requestedBy),
          ], readOnly: false, category: .management)
      }
      if !left.isEmpty {
        logger.error("what was approved could not be carried out; the next start tries again", metadata: ["approvals": "\(left)"])
      }
    } catch {
      logger.error("what was approved could not be carried out", metadata: ["error": "\(type(of: error))"])
    }
    try? await gracefulShutdown()
  }
}
