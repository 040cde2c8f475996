import Foundation
import GRDB
import Protection
import SQLiteEngine
import Vocabulary

/// Where approvals rest.
struct ApprovalTable: Sendable {
  /// Questions that may wait at once.
  static let pendingMax = 1_000
  /// Of these, those of one who signs requests.
  static let pendingMaxOfOne = 20
  /// How long one is remembered after it was asked for, in seconds: by then it is settled.
  static let keptSeconds: Int64 = 90 * 86_400

  let database: SQLiteDatabase
  let key: ProtectionKey

  func approval(_ id: String) async throws -> Approval? {
    let row = try await database.read { try Self.row(id, $0) }
    return try row.map(opened)
  }

  /// The newest first.
  func all(_ state: Approval.State?, limit: Int) async throws -> [Approval] {
    let rows = try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM approval WHERE state = coalesce(?, state) ORDER BY requested_at DESC, id LIMIT ?",
        arguments: [state?.rawValue, limit]
      ).map(Stored.init)
    }
    return try rows.map(opened)
  }

  /// What stores a new one, in a transaction that others write in too.
  func inserting(_ approval: Approval) throws -> @Sendable (Database) throws -> Void {
    let sealed = try sealed(approval)
    return { database in
      try database.execute(
        sql: "DELETE FROM approval WHERE requested_at < ?",
        arguments: [approval.requestedAt.adding(seconds: -Self.keptSeconds).microseconds])
      let waiting = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM approval WHERE state = 'pending' AND requested_at > ?",
        arguments: [approval.requestedAt.adding(seconds: -Approval.pendingSecondsMax).microseconds])
      guard waiting ?? 0 < Self.pendingMax else {
        throw ApprovalProblem(.tooMany, "\(Self.pendingMax) changes wait for an officer")
      }
      try database.execute(
        sql: "INSERT INTO approval (id, state, requested_at, sealed) VALUES (?, ?, ?, ?)",
        arguments: [approval.id, approval.row.rawValue, approval.requestedAt.microseconds, sealed])
    }
  }

  /// What moves one on, unless somebody else has done so in between.
  func moving(_ approval: Approval, from state: Approval.State) throws -> @Sendable (Database) throws -> Void {
    let sealed = try sealed(approval)
    return { database in
      try database.execute(
        sql: "UPDATE approval SET state = ?, sealed = ? WHERE id = ? AND state = ?",
        arguments: [approval.row.rawValue, sealed, approval.id, state.rawValue])
      guard database.changesCount == 1 else { throw ApprovalProblem(.decided, "somebody has decided on it meanwhile") }
    }
  }

  private struct Stored: Sendable {
    let id: String
    let state: String
    let sealed: Data

    init(_ row: Row) {
      id = row["id"]
      state = row["state"]
      sealed = row["sealed"]
    }
  }

  private static func row(_ id: String, _ database: Database) throws -> Stored? {
    try Row.fetchOne(database, sql: "SELECT * FROM approval WHERE id = ?", arguments: [id]).map(Stored.init)
  }

  private func opened(_ stored: Stored) throws -> Approval {
    let approval: Approval = try Protected(bytes: Array(stored.sealed)).open(under: key, at: Self.place(stored.id))
    guard approval.row.rawValue == stored.state else { throw ProtectionProblem.notAuthentic }
    return approval
  }

  private func sealed(_ approval: Approval) throws -> Data {
    Data(try Protected(approval, under: key, at: Self.place(approval.id)).bytes)
  }

  private static func place(_ id: String) -> String { "approval/\(id)" }
}

/// Why an approval is not given, asked for or used.
package struct ApprovalProblem: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Code: String, Sendable {
    case notThere
    /// It waits for nobody any more.
    case decided
    /// The very person who asked, or who would gain by it.
    case ownChange
    case tooMany
    /// What is asked for is more than anybody may approve, or is not well formed.
    case invalid
    /// It is not approved, or no longer.
    case notApproved
  }

  package let code: Code
  package let description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}
