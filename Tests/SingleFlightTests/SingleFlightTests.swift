import SingleFlight
import Synchronization
import Testing

/// Counts what is made, and waits until it may go on.
private actor Maker {
  private(set) var count = 0
  /// Those who are about to ask.
  private(set) var came = 0
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func come() { came += 1 }

  func make() async -> Int {
    count += 1
    let number = count
    if !isOpen { await withCheckedContinuation { waiting.append($0) } }
    return number
  }

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }
}

private struct Trouble: Error {}

@Suite struct SingleFlightTests {
  /// Waits until one is at it, and so many have come and had time for the step from there to waiting.
  private static func begun(_ maker: Maker, came count: Int = 0) async throws {
    while true {
      if await maker.count > 0, await maker.came >= count { break }
      try await Task.sleep(for: .milliseconds(1))
    }
    try await Task.sleep(for: .milliseconds(300))
  }

  @Test func manyAtOnceHaveOneMade() async throws {
    let (flight, maker) = (SingleFlight<String, Int>(), Maker())
    let answers = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<100 {
        group.addTask {
          await maker.come()
          return try await flight.answer(for: "a") { await maker.make() }
        }
      }
      try await Self.begun(maker, came: 100)
      await maker.open()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers == Array(repeating: 1, count: 100))
    // Nothing is kept: who comes after it has it made anew.
    #expect(try await flight.answer(for: "a") { await maker.make() } == 2)
  }

  @Test func keysDoNotWaitForEachOther() async throws {
    let (flight, maker) = (SingleFlight<String, Int>(), Maker())
    try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask { try await flight.answer(for: "slow") { await maker.make() } }
      try await Self.begun(maker)
      #expect(try await flight.answer(for: "other") { 7 } == 7)
      await maker.open()
      try await group.waitForAll()
    }
  }

  @Test func whatFailsFailsForAllWhoWaited() async throws {
    let (flight, maker) = (SingleFlight<String, Int>(), Maker())
    let failures = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<10 {
        group.addTask {
          await maker.come()
          do {
            _ = try await flight.answer(for: "a") {
              _ = await maker.make()
              throw Trouble()
            }
            return false
          } catch { return error is Trouble }
        }
      }
      try? await Self.begun(maker, came: 10)
      await maker.open()
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(failures == 10)
    #expect(await maker.count == 1)
  }

  @Test func whoIsCancelledAtItTakesNobodyAlong() async throws {
    let flight = SingleFlight<String, Int>()
    let isMaking = Mutex(false)
    let first = Task {
      try await flight.answer(for: "a") {
        isMaking.withLock { $0 = true }
        try await Task.sleep(for: .seconds(3_600))
        return 1
      }
    }
    while !isMaking.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    let second = Task { try await flight.answer(for: "a") { 2 } }
    try await Task.sleep(for: .milliseconds(50))
    first.cancel()
    #expect(try await second.value == 2)
    await #expect(throws: CancellationError.self) { try await first.value }
  }
}
