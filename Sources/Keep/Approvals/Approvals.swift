import ConnectAPI
import Link
import ResourceStore
import SQLiteEngine
import GRDB
import Vocabulary

/// Asks, decides and carries out changes that need two people (law 8). Each act is in the ledger in the commit that makes it so.
struct Approvals: Sendable {
  let table: ApprovalTable
  let log: AuditLog
  let tools: ChangeTools
  let newID: @Sendable () -> String

  /// - Parameters:
  ///   - requester: an ARN, or `operator/NAME`.
  ///   - event: makes the event of the request.
  func request(
    _ change: any ApprovableChange, by requester: String, event: (Approval) -> JSON
  ) async throws -> Approval {
    let approval = Approval(id: newID(), change, by: requester, at: tools.now())
    try await mustHaveRoom(requester)
    _ = try await log.receipt(for: event(approval), before: try table.inserting(approval))
    return approval
  }

  /// One who signs requests does not fill the queue of all.
  private func mustHaveRoom(_ requester: String) async throws {
    guard requester.utf8.starts(with: "arn:".utf8) else { return }
    let now = tools.now()
    let waiting = try await table.all(.pending, limit: ApprovalTable.pendingMax)
      .filter { $0.requestedBy == requester && $0.state(at: now) == .pending }
    guard waiting.count < ApprovalTable.pendingMaxOfOne else {
      throw ApprovalProblem(.tooMany, "\(ApprovalTable.pendingMaxOfOne) changes that you asked for wait for an officer")
    }
  }

  /// The answer of an officer. What was approved to be fetched, and is not fetched yet, can still be denied.
  /// - Throws: ApprovalProblem, and nothing is decided.
  func decide(
    _ id: String, isApproved: Bool, by caller: Caller, reason: String?, event: (Approval) -> JSON
  ) async throws -> Approval {
    guard var approval = try await table.approval(id) else { throw ApprovalProblem(.notThere, "there is no such approval") }
    let now = tools.now()
    let (state, isFetched) = (approval.state(at: now), ChangeCatalogue.isFetched(approval.kind))
    guard state == .pending || state == .approved && isFetched && !isApproved else {
      throw ApprovalProblem(.decided, "it is \(approval.state(at: now).rawValue): nothing is to be decided")
    }
    if isApproved { try await mustBeAnother(caller, approval) }
    approval.decide(isApproved, by: caller.arn, reason: reason, at: now)
    _ = try await log.receipt(for: event(approval), before: try table.moving(approval, from: state))
    return isApproved ? try await carriedOut(approval) : approval
  }

  /// Nobody decides on their own change, nor on one that gives a right to themselves. A session hides who is behind it.
  private func mustBeAnother(_ caller: Caller, _ approval: Approval) async throws {
    guard caller.session == nil else {
      throw ApprovalProblem(.ownChange, "an approval is signed with a key of one's own, not in the session of a role")
    }
    guard caller.arn != approval.requestedBy else {
      throw ApprovalProblem(.ownChange, "who asked for a change cannot approve it: somebody else has to")
    }
    guard try await tools.directory.user(named: caller.userName)?.keyToldTo != approval.requestedBy else {
      throw ApprovalProblem(.ownChange, "who asked for the change was told your access key: somebody else has to approve it")
    }
    guard let change = ChangeCatalogue.change(approval.kind, approval.change) else {
      throw ApprovalProblem(.notThere, "this program does not know changes of the kind \(approval.kind)")
    }
    guard try await !change.benefits(caller, with: tools) else {
      throw ApprovalProblem(.ownChange, "the change gives a right to you: somebody else has to approve it")
    }
    try await change.check(with: tools)
  }

  private func carriedOut(_ approval: Approval) async throws -> Approval {
    guard let change = ChangeCatalogue.change(approval.kind, approval.change), !(change is any FetchedChange) else {
      return approval
    }
    var tools = tools
    tools.approver = approval.decidedBy
    try await change.apply(with: tools)
    var applied = approval
    applied.applied()
    try await table.database.write(try table.moving(applied, from: .approved))
    return applied
  }

  /// Carries out what was approved when the program ended before it could: each by itself. One that cannot be has failed for
  /// good, on record; one for which the store had no answer is left for the next start.
  /// - Parameter event: makes the event of a failure.
  /// - Returns: the ids of those that are left.
  func resume(event: (Approval) -> JSON) async throws -> [String] {
    let now = tools.now()
    var left: [String] = []
    for approval in try await table.all(.approved, limit: ApprovalTable.pendingMax) where approval.state(at: now) == .approved {
      do {
        _ = try await carriedOut(approval)
      } catch is StoreProblem {
        var failed = approval
        failed.fail()
        _ = try await log.receipt(for: event(failed), before: try table.moving(failed, from: .approved))
      } catch {
        left.append(approval.id)
      }
    }
    return left
  }

  /// Ends what waits and is meant, for an officer or for who asked.
  func expire(_ isMeant: (Approval) -> Bool) async throws {
    for state in [Approval.State.pending, .approved] {
      for approval in try await table.all(state, limit: Int(Int32.max)) where isMeant(approval) {
        var ended = approval
        ended.expire()
        try await table.database.write(try table.moving(ended, from: state))
      }
    }
  }

  /// Uses an approval of something that is fetched, once.
  /// - Parameters:
  ///   - requester: who asked for it; nobody else may use it.
  ///   - events: of its use.
  ///   - also: what comes to rest in the same commit.
  func fetch<Change: FetchedChange>(
    _ kind: Change.Type, _ id: String, by requester: String, events: (Approval, Change) throws -> [JSON],
    also: @escaping @Sendable (Database) throws -> Void
  ) async throws -> Change {
    let (approval, change) = try await approved(kind, id, by: requester)
    var used = approval
    used.applied()
    let moving = try table.moving(used, from: .approved)
    _ = try await log.receipt(for: try events(approval, change)) { database in
      try moving(database)
      try also(database)
    }
    return change
  }

  /// What was approved to somebody and waits for them.
  func approved<Change: FetchedChange>(
    _ kind: Change.Type, _ id: String, by requester: String
  ) async throws -> (Approval, Change) {
    guard let approval = try await table.approval(id), approval.requestedBy == requester, approval.kind == Change.kind,
      let change = Change(json: approval.change)
    else { throw ApprovalProblem(.notThere, "you have not asked for such a thing under that id") }
    let state = approval.state(at: tools.now())
    guard state == .approved else {
      throw ApprovalProblem(
        .notApproved, "it is \(state.rawValue)" + (state == .pending ? ": an officer has not decided yet" : ""))
    }
    return (approval, change)
  }
}

/// A change that has no effect by itself: who asked for it fetches what it gives, once.
protocol FetchedChange: ApprovableChange {}

extension FetchedChange {
  func apply(with tools: ChangeTools) async throws {}
}
