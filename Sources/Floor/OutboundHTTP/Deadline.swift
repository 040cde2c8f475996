/// Runs a body, and cancels it when its time is over.
/// - Throws: `OutboundProblem.timedOut` when it is.
package func within<Answer: Sendable>(
  seconds: Int, _ body: @escaping @Sendable () async throws -> Answer
) async throws -> Answer {
  try await withThrowingTaskGroup(of: Answer?.self) { group in
    group.addTask { try await body() }
    group.addTask {
      try? await Task.sleep(for: .seconds(seconds))
      return nil
    }
    defer { group.cancelAll() }
    guard let first = try await group.next(), let answer = first else { throw OutboundProblem.timedOut }
    return answer
  }
}
