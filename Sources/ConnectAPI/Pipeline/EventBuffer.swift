public import Logging
public import ServiceLifecycle
import Synchronization
public import Vocabulary

/// Gathers the audit events of reads and sends them on within moments, in their order. When too many wait, whoever brings another
/// waits until there is room.
public final class EventBuffer: AuditTrail, Service {
  /// Events that may wait.
  public static let waitingMax = 20_000

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
    // Who is cancelled does not wait, and no event is lost with them.
    while !takes(event, evenIfFull: Task.isCancelled) {
      wake.yield()
      try? await Task.sleep(for: Self.pause)
    }
    wake.yield()
  }

  private static let pause = Duration.milliseconds(50)
  /// Between two attempts to send what was not taken.
  private static let rest = Duration.seconds(1)

  private func takes(_ event: JSON, evenIfFull: Bool) -> Bool {
    waiting.withLock { waiting in
      guard evenIfFull || waiting.count < Self.waitingMax else { return false }
      waiting.append(event)
      return true
    }
  }

  public func recordDurably(_ event: JSON) async throws { try await send([event]) }

  public func run() async throws {
    await withGracefulShutdownHandler {
      for await _ in wakeUps where await !flush() {
        try? await Task.sleep(for: Self.rest)
        wake.yield()
      }
    } onGracefulShutdown: {
      self.wake.finish()
    }
    await flush()
  }

  /// Events that are not in safe hands yet.
  public var waitingCount: Int { waiting.withLock { $0.count } }

  /// Sends what waits now.
  /// - Returns: whether it is in safe hands.
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
