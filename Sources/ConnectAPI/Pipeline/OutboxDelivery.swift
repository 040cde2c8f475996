public import Logging
public import ResourceStore
public import ServiceLifecycle

/// Carries out what transactions left in the outbox: oldest first, each again and again until it is done.
public struct OutboxDelivery: Service {
  private static let batch = 256
  /// How soon an item is seen that another process has left: commands write too.
  private static let pause = Duration.milliseconds(250)
  /// How long one that failed rests.
  private static let pauseAfterFailure = Duration.seconds(1)

  private let store: any ConfigurationStore
  private let deliver: @Sendable ([OutboxItem]) async throws -> Void
  private let logger: Logger
  private let wakeUps: AsyncStream<Void>
  private let waker: AsyncStream<Void>.Continuation

  /// - Parameter deliver: carries out items of one topic that stand together; a throw leaves them in the outbox.
  public init(
    store: any ConfigurationStore, logger: Logger, deliver: @escaping @Sendable ([OutboxItem]) async throws -> Void
  ) {
    self.store = store
    self.deliver = deliver
    self.logger = logger
    (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    store.observe { [waker] _ in waker.yield() }
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      await withDiscardingTaskGroup { group in
        group.addTask {
          while !Task.isCancelled {
            waker.yield()
            try? await Task.sleep(for: Self.pause)
          }
        }
        for await _ in wakeUps { while await !deliverBatch(), !Task.isCancelled {} }
      }
    }
    _ = await deliverBatch()
  }

  /// - Returns: whether there is nothing to do at the moment.
  private func deliverBatch() async -> Bool {
    do {
      let items = try await store.outbox(limit: Self.batch)
      guard let first = items.first else { return true }
      let run = items.prefix { $0.topic == first.topic }
      try await deliver(Array(run))
      try await store.acknowledge(through: run.last?.id ?? first.id)
      return false
    } catch {
      logger.warning("the outbox waits", metadata: ["error": "\(error)"])
      try? await Task.sleep(for: Self.pauseAfterFailure)
      return true
    }
  }
}
