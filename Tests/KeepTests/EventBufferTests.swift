import ConnectAPI
import Logging
import Synchronization
import Testing
import Vocabulary

/// Audit events that wait: bounded, in order, and none is lost.
@Suite struct EventBufferTests {
  private final class Ledger: Sendable {
    let isAway = Mutex(true)
    let taken = Mutex<[JSON]>([])

    func take(_ events: [JSON]) throws {
      if isAway.withLock({ $0 }) { throw Away() }
      taken.withLock { $0 += events }
    }
  }

  private struct Away: Error {}

  @Test func whoBringsTooManyWaitsUntilThereIsRoom() async throws {
    let ledger = Ledger()
    var logger = Logger(label: "t")
    logger.logLevel = .critical
    let buffer = EventBuffer(logger: logger) { try ledger.take($0) }
    for number in 0..<EventBuffer.waitingMax { await buffer.record(.number(number)) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await buffer.run() }
      let late = Task { await buffer.record(.number(EventBuffer.waitingMax)) }
      try await Task.sleep(for: .milliseconds(300))
      #expect(buffer.waitingCount == EventBuffer.waitingMax, "the one more waits outside")
      ledger.isAway.withLock { $0 = false }
      await late.value
      while ledger.taken.withLock({ $0.count }) <= EventBuffer.waitingMax { try await Task.sleep(for: .milliseconds(10)) }
      group.cancelAll()
    }
    #expect(ledger.taken.withLock { $0 } == (0...EventBuffer.waitingMax).map { JSON.number($0) })
  }
}
