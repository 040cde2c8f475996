import Synchronization

/// Those who are at something, and those who wait for what comes of it.
package final class SingleFlight<Key: Hashable & Sendable, Answer: Sendable>: Sendable {
  private typealias Outcome = Result<Answer, any Error>
  private let waiting = Mutex<[Key: [CheckedContinuation<Outcome?, Never>]]>([:])

  package init() {}

  /// The answer for a key: made here, or by whoever is at it already.
  /// - Throws: what `make` throws, wherever it ran. Who is cancelled at it takes nobody along: another makes it anew.
  package func answer(
    for key: Key, isolation: isolated (any Actor)? = #isolation, _ make: () async throws -> Answer
  ) async throws -> Answer {
    while let outcome = await outcome(for: key) {
      if case .failure(let error) = outcome, error is CancellationError, !Task.isCancelled { continue }
      return try outcome.get()
    }
    let outcome: Outcome
    do { outcome = .success(try await make()) } catch { outcome = .failure(error) }
    for each in waiting.withLock({ $0.removeValue(forKey: key) ?? [] }) { each.resume(returning: outcome) }
    return try outcome.get()
  }

  /// - Returns: nil for the first, who has to make it.
  private func outcome(for key: Key, isolation: isolated (any Actor)? = #isolation) async -> Outcome? {
    await withCheckedContinuation { continuation in
      let isFirst = waiting.withLock { waiting in
        guard waiting[key] != nil else {
          waiting[key] = []
          return true
        }
        waiting[key]?.append(continuation)
        return false
      }
      if isFirst { continuation.resume(returning: nil) }
    }
  }
}
