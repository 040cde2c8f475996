public import Logging
public import ResourceStore
public import ServiceLifecycle

/// Carries out what transactions left in the outbox: oldest first, each again and again until it is done.
public struct OutboxDelivery: Service {
  private static let batch = 256
  /// How soon a new item is seen, and how long a failed one rests.
  private static let pause = Duration.milliseconds(20)
  private static let pauseAfterFailure = Duration.seconds(1)
  /// Pauses in which this process wrote nothing, after which it looks all the same: commands write too.
  private static let pausesMax = 12

  private let store: any ConfigurationStore
  private let deliver: @Sendable ([OutboxItem]) async throws -> Void
  private let logger: Logger

  /// - Parameter deliver: carries out items of one topic that stand together; a throw leaves them in the outbox.
  public init(
    store: any ConfigurationStore, logger: Logger, deliver: @escaping @Sendable ([OutboxItem]) async throws -> Void
  ) {
    self.store = store
    self.deliver = deliver
    self.logger = logger
  }

  public func run() async throws {
    await cancelWhenGracefulShutdown {
      var (seen, pauses) = (UInt64?.none, 0)
      while !Task.isCancelled {
        // Asked before it looks: what comes meanwhile makes another one.
        let generation = store.generation
        guard generation != seen || pauses >= Self.pausesMax else {
          pauses += 1
          try? await Task.sleep(for: Self.pause)
          continue
        }
        (seen, pauses) = (await deliverBatch() ? generation : nil, 0)
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
