import Foundation
import Logging
import ServiceLifecycle
import Vocabulary

/// Looks through the whole repository again and again, slowly, and deletes what has been kept as long as it was to be. What it
/// finds and what it deletes is on record.
struct ContentScrub: Service {
  /// Between two rounds.
  private static let rest = Duration.seconds(3_600)
  /// Between two steps: a hundred times what the step took, within these bounds, so that others have nearly all of the time.
  private static let (stepRestMin, stepRestMax) = (Duration.seconds(1), Duration.seconds(60))
  private static let share = 100

  let content: ContentRepository
  let log: AuditLog
  let events: KeepEvent
  let logger: Logger

  func run() async throws {
    await cancelWhenGracefulShutdown {
      // What was found is on record; it is not found anew each hour.
      var known: Set<ContentFinding> = []
      while !Task.isCancelled {
        do { try await round(&known) } catch {
          // A keep that ends stops in the middle; the next one begins anew.
          if !Task.isCancelled { logger.error("content cannot be examined", metadata: ["error": "\(type(of: error))"]) }
        }
        try? await Task.sleep(for: Self.rest)
      }
    }
  }

  private func round(_ known: inout Set<ContentFinding>) async throws {
    try await ContentRetention(content: content, log: log, events: events).sweep()
    let verification = ContentVerification(content: content, opening: nil)
    var (report, place) = (ContentReport(), Optional(""))
    while let after = place {
      let began = ContinuousClock.now
      place = try await verification.step(after: after, &report)
      try await Task.sleep(for: min(max(Self.stepRestMin, (.now - began) * Self.share), Self.stepRestMax))
    }
    report.findings += try await verification.unknown()
    let new = report.findings.filter { !known.contains($0) }
    guard !new.isEmpty else { return }
    logger.error("content is not as it was deposited", metadata: ["objects": "\(new.count)"])
    try await log.append(
      new.map { finding in
        events.event(
          "FindDamagedContent", for: "switchkeep",
          ["ObjectId": .string(finding.object), "Fault": .string(finding.fault.rawValue)], readOnly: true, category: .management)
      })
    known.formUnion(new)
  }
}
