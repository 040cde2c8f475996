import ConnectAPI
import ServiceLifecycle
import Vocabulary

/// Puts on record how many strangers were refused, once each minute is over.
struct RefusalUpkeep: Service {
  private static let pause = Duration.seconds(5)

  let refusals: StrangerRefusals
  let trail: any AuditTrail
  let now: @Sendable () -> Moment

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        if let event = refusals.settle(at: now(), isEnd: false) { await trail.record(event) }
        try? await Task.sleep(for: Self.pause)
      }
    }
    if let event = refusals.settle(at: now(), isEnd: true) { await trail.record(event) }
  }
}
