import Keep
import Link
import Testing
import Vocabulary

/// A switch that died before it could forget what it had sent sends it again, with what has come since.
@Suite struct TakeDepositsTests {
  private static let outbox = "outbox"

  private static func message(_ commits: [String], _ keys: [String: String]) -> TakeDeposits {
    let pieces = [Array(#"{"EventId":""#.utf8), Array(#""}"#.utf8)] + commits.map { Array($0.utf8) }
    return TakeDeposits(
      outboxID: outbox, commits: commits,
      deposits: commits.indices.map { commit in
        Deposit(
          commit: commit, contactID: commits[commit], initialContactID: commits[commit], instanceID: "i",
          keyID: keys[commits[commit]] ?? "",
          initiatedAt: Moment(seconds: 1), record: Array(#"{"ContactId":"\#(commits[commit])"}"#.utf8),
          flowLog: [], objects: [], readers: [])
      },
      entries: commits.indices.map { StreamEntry(commit: $0, kind: .agentEvent, instanceID: "i", pieces: [0, $0 + 2, 1]) },
      pieces: pieces)
  }

  /// The events and the records that the stream has.
  private static func stream(_ keep: KeepProcess) async throws -> (events: [String], records: [String]) {
    let lines = try await keep.stream(after: .start, batches: 100).map(\.json)
    return (
      lines.compactMap { $0["event"]?["EventId"]?.string }, lines.compactMap { $0["event"]?["ContactId"]?.string }
    )
  }

  @Test func whatIsSentAgainIsTakenOnceAndWhatIsNewIsNotLost() async throws {
    let small = try await SwitchInSmall()
    let issued = try await small.contactKeys(3)
    let contactKeys = Dictionary(uniqueKeysWithValues: zip(["a", "b", "c"], issued))
    for commits in [["a"], ["a"], ["a", "b"], ["a", "b"], ["c"]] {
      _ = try await small.link.send(Self.message(commits, contactKeys))
    }
    let (events, records) = try await Self.stream(small.keep)
    #expect(events == ["a", "b", "c"])
    #expect(records == ["a", "b", "c"])
    try await small.keep.close()
  }
}
