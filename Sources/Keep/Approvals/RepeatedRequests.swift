import GRDB
import Vocabulary

/// Changes that are asked for by doing them: the first request asks an officer, and the same request carries it out once it is
/// approved.
extension Approvals {
  /// What somebody asked for in just these words, and what became of it: approved, or else waiting; nil for neither.
  func standing<Change: FetchedChange>(_ change: Change, by requester: String) async throws -> Approval? {
    let (now, asked) = (tools.now(), change.json.canonicalBytes)
    for state in [Approval.State.approved, .pending] {
      let found = try await table.all(state, limit: ApprovalTable.pendingMax).first { approval in
        approval.requestedBy == requester && approval.kind == Change.kind && approval.state(at: now) == state
          && approval.change.canonicalBytes == asked
      }
      if let found { return found }
    }
    return nil
  }

  /// What uses an approval up in the transaction of its effect: once, and not when that fails.
  func using(_ approval: Approval) throws -> @Sendable (Database) throws -> Void {
    var used = approval
    used.applied()
    return try table.moving(used, from: .approved)
  }
}
