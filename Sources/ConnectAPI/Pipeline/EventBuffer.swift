public import Logging
public import ServiceLifecycle
import Synchronization
public import Vocabulary

/// Gathers the audit events of reads and sends them on within moments; what cannot be sent is offered again once a second. When
/// too many wait, whoever brings another waits with it.
public final class EventBuffer: AuditTrail, Service {
  /// Events that may wait.
  public static let waitingMax = 20_000
  private static let pauseAfterFailure = Duration.seconds(1)

  private let logger: Logger
  private let send: @Sendable ([JSON]) async throws -> Void
  private let waiting = Mutex<[JSON]>([])
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation

  /// - Parameter send: returns when the events are in safe hands; they are offered again when it throws.
  public init(logger: Logger, send: @escaping @Sendable ([JSON]) async throws -> Void) {
    self.logger = logger
    self.send = send
    (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  public func record(_ event: JSON) async {
    let isFull = waiting.withLock { waiting in
      waiting.append(event)
      return waiting.count > Self.waitingMax
    }
    guard isFull else {
      wake.yield()
      return
    }
    while waitingCount > Self.waitingMax, !Task.isCancelled {
      if !(await flush()) { try? await Task.sleep(for: Self.pauseAfterFailure) }
    }
  }

  public func recordDurably(_ event: JSON) async throws { try await send([event]) }

  public func run() async throws {
    await withGracefulShutdownHandler {
      for await _ in wakeUps where !(await flush()) {
        try? await Task.sleep(for: Self.pauseAfterFailure)
        wake.yield()
      }
    } onGracefulShutdown: {
      self.wake.finish()
    }
    _ = await flush()
  }

  /// Events that are not in safe hands yet.
  public var waitingCount: Int { waiting.withLock { $0.count } }

  /// Sends what waits now.
  /// - Returns: false where it waits still.
  @discardableResult
  public func flush() async -> Bool {
    let batch = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    guard !batch.isEmpty else { return true }
    do {
      try await send(batch)
      return true
    } catch {
      logger.error("audit events wait", metadata: ["count": "\(batch.count)", "error": "\(error)"])
      waiting.withLock { $0.insert(contentsOf: batch, at: 0) }
      return false
    }
  }
}
