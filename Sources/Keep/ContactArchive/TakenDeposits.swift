import GRDB
import Link

/// What of a message from a switch's outbox came before, and what never came.
struct TakenDeposits: Sendable, Hashable {
  /// Commits that are not taken again.
  let commits: Set<String>
  /// The last number that was taken of the message's boot, and of the boot before it.
  private let last: Int
  private let lastOfPreceding: Int

  init(_ message: TakeDeposits, lastCommits: Set<String>, _ database: Database) throws {
    let numbers = message.numbers
    let last = try numbers.map { try Self.last(of: $0.boot, in: message.outboxID, database) } ?? 0
    lastOfPreceding = try numbers?.preceding.map { try Self.last(of: $0.boot, in: message.outboxID, database) } ?? 0
    commits = lastCommits.union(
      zip(message.commits, numbers?.numbers ?? []).filter { $1 <= last }.map(\.0))
    self.last = last
  }

  /// What is missing before and among the commits of the message, which is about to be taken.
  func gaps(before message: TakeDeposits) -> [DepositGap] {
    guard let numbers = message.numbers else { return [] }
    var gaps: [DepositGap] = []
    if let preceding = numbers.preceding, last == 0, lastOfPreceding < preceding.last {
      gaps.append(DepositGap(boot: preceding.boot, first: lastOfPreceding + 1, last: preceding.last, received: nil))
    }
    var known = last
    for number in numbers.numbers where number > known {
      if number > known + 1 {
        gaps.append(DepositGap(boot: numbers.boot, first: known + 1, last: number - 1, received: number))
      }
      known = number
    }
    return gaps
  }

  /// Once it is taken: what is missing is told once.
  static func remember(_ message: TakeDeposits, _ database: Database) throws {
    guard let numbers = message.numbers, let last = numbers.numbers.max() else { return }
    for ended in [numbers.preceding, EndedBoot(boot: numbers.boot, last: last)].compactMap(\.self) {
      try database.cachedStatement(
        sql: """
          INSERT INTO deposit_boot (outbox, boot, last) VALUES (?1, ?2, ?3)
          ON CONFLICT (outbox, boot) DO UPDATE SET last = max(last, ?3)
          """
      ).execute(arguments: [message.outboxID, ended.boot, ended.last])
    }
  }

  private static func last(of boot: String, in outbox: String, _ database: Database) throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT last FROM deposit_boot WHERE outbox = ? AND boot = ?")
    return try Int.fetchOne(statement, arguments: [outbox, boot]) ?? 0
  }
}

/// Numbers of a boot that were given and never came.
struct DepositGap: Sendable, Hashable {
  let boot: String
  let first: Int
  let last: Int
  /// What came in their place; nil where the boot has ended.
  let received: Int?
}

/// What a message shows beside what it brings.
struct DepositFindings: Sendable {
  let gaps: [DepositGap]
  /// Contacts whose content was left out.
  let unrecorded: [(contactID: String, instanceID: String)]
  /// The audio of calls that is stored with them.
  let recordings: [Manifest]
}
