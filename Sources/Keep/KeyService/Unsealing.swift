package import Vocabulary

/// Attempts to open a sealed keep, until there is a ledger to write them to.
package struct UnsealAttempts: Sendable {
  package private(set) var failedCount = 0
  private var first: Moment?
  private var last: Moment?
  /// Whose they were: numbers of users of the system.
  private var users: Set<UInt32> = []

  package init() {}

  /// What the next one has to wait, so that guessing is slow.
  package var delaySeconds: Int { failedCount == 0 ? 0 : min(30, 1 << min(failedCount - 1, 5)) }

  package mutating func failed(_ user: UInt32, at now: Moment) {
    failedCount += 1
    first = first ?? now
    last = now
    users.insert(user)
  }

  fileprivate var json: JSON {
    [
      "attempts": .number(failedCount), "firstAt": .string(first?.rfc3339 ?? ""), "lastAt": .string(last?.rfc3339 ?? ""),
      "users": .array(users.sorted().map { .number(Int($0)) }),
    ]
  }
}

extension KeepProcess {
  /// Puts on record how a sealed keep came to be opened.
  /// - Parameters:
  ///   - user: the number of the user of the system who did it.
  ///   - key: what with: `secret` or `recovery-key`.
  package func recordUnsealing(by user: UInt32, with key: String, after attempts: UnsealAttempts) async throws {
    if attempts.failedCount > 0 { try await recordCommand("UnsealKeep", attempts.json, errorCode: "WrongSecret") }
    try await recordCommand("UnsealKeep", ["user": .number(Int(user)), "with": .string(key)], errorCode: nil)
  }
}
