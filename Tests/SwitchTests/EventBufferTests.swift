import ConnectAPI
import Logging
import Synchronization
import Testing
import Vocabulary

/// The audit events of reads, while they can be sent and while they cannot.
@Suite struct EventBufferTests {
  /// Who takes events, or does not.
  private final class Taker: Sendable {
    struct Refusal: Error {}
    let events = Mutex<[JSON]>([])
    let takes = Mutex(false)

    func take(_ batch: [JSON]) throws {
      guard takes.withLock({ $0 }) else { throw Refusal() }
      events.withLock { $0 += batch }
    }
  }

  private let taker = Taker()
  private let buffer: EventBuffer

  init() {
    let taker = taker
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    buffer = EventBuffer(logger: logger) { try taker.take($0) }
  }

  private func until(_ met: () -> Bool) async throws {
    for _ in 0..<500 where !met() { try await Task.sleep(for: .milliseconds(20)) }
    #expect(met())
  }

  @Test func whatCouldNotBeSentIsOfferedAgainWithoutAnotherEvent() async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let buffer = buffer
      group.addTask { try await buffer.run() }
      for number in 0..<3 { await buffer.record(.number(number)) }
      try await Task.sleep(for: .milliseconds(100))
      #expect(taker.events.withLock { $0 }.isEmpty)
      taker.takes.withLock { $0 = true }
      try await until { taker.events.withLock { $0 } == [.number(0), .number(1), .number(2)] }
      group.cancelAll()
    }
  }

  @Test func whoBringsOneTooManyWaitsAndNoneIsLost() async throws {
    for number in 0..<EventBuffer.waitingMax { await buffer.record(.number(number)) }
    #expect(buffer.waitingCount == EventBuffer.waitingMax)
    try await withThrowingTaskGroup(of: Void.self) { group in
      let (buffer, taker) = (buffer, taker)
      group.addTask { try await buffer.run() }
      let late = Task {
        await buffer.record(.number(EventBuffer.waitingMax))
        #expect(taker.takes.withLock { $0 }, "it waits for as long as nobody takes any")
      }
      try await Task.sleep(for: .milliseconds(300))
      taker.takes.withLock { $0 = true }
      await late.value
      try await until { buffer.waitingCount == 0 }
      group.cancelAll()
    }
    #expect(taker.events.withLock { $0 } == (0...EventBuffer.waitingMax).map { .number($0) })
    #expect(buffer.waitingCount == 0)
  }
}
