import Foundation
import GRDB
import Protection
import SQLiteEngine
import Vocabulary

/// The sessions of roles. They are read anew for each request, so that one that is revoked, by whatever process, is over at once.
struct RoleSessions: Sendable {
  /// Sessions that may run at once.
  static let runningMax = 10_000

  let database: SQLiteDatabase
  let key: ProtectionKey

  func session(_ accessKeyID: String) async throws -> RoleSession? {
    let row = try await database.read { database in
      try Row.fetchOne(
        database.cachedStatement(sql: "SELECT * FROM role_session WHERE access_key = ?"), arguments: [accessKeyID]
      ).map(Stored.init)
    }
    return try row.map(opened)
  }

  /// All that are remembered, the newest first.
  func all() async throws -> [RoleSession] {
    let rows = try await database.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM role_session ORDER BY began_at DESC, access_key").map(Stored.init)
    }
    return try rows.map(opened)
  }

  /// What stores a new session, for a transaction that others write in too. It throws `RoleSessionProblem.tooMany`.
  func storing(_ session: RoleSession) throws -> @Sendable (Database) throws -> Void {
    let sealed = Data(try Protected(session.terms, under: key, at: Self.place(session.accessKeyID)).bytes)
    return { database in
      let (now, remembered) = (session.beganAt.microseconds, session.beganAt.adding(seconds: -RoleSession.rememberedSeconds))
      try database.execute(sql: "DELETE FROM role_session WHERE expires_at < ?", arguments: [remembered.microseconds])
      let running = try Int.fetchOne(
        database, sql: "SELECT count(*) FROM role_session WHERE expires_at > ? AND revoked_at IS NULL", arguments: [now])
      guard running ?? 0 < Self.runningMax else { throw RoleSessionProblem.tooMany }
      try database.execute(
        sql: """
          INSERT INTO role_session (access_key, role, token_digest, sealed, began_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          session.accessKeyID, session.roleID, Data(session.tokenDigest), sealed, now, session.expiresAt.microseconds,
        ])
    }
  }

  /// Ends one that runs.
  /// - Returns: whether it ran.
  func revoke(_ accessKeyID: String, at now: Moment) async throws -> Bool {
    try await database.write { database in
      try database.execute(
        sql: "UPDATE role_session SET revoked_at = ? WHERE revoked_at IS NULL AND expires_at > ? AND access_key = ?",
        arguments: [now.microseconds, now.microseconds, accessKeyID])
      return database.changesCount > 0
    }
  }

  private struct Stored: Sendable {
    let accessKeyID: String
    let roleID: String
    let tokenDigest: Data
    let sealed: Data
    let beganAt: Int64
    let expiresAt: Int64
    let revokedAt: Int64?

    init(_ row: Row) {
      accessKeyID = row["access_key"]
      roleID = row["role"]
      tokenDigest = row["token_digest"]
      sealed = row["sealed"]
      beganAt = row["began_at"]
      expiresAt = row["expires_at"]
      revokedAt = row["revoked_at"]
    }
  }

  private func opened(_ stored: Stored) throws -> RoleSession {
    RoleSession(
      accessKeyID: stored.accessKeyID, roleID: stored.roleID, tokenDigest: Array(stored.tokenDigest),
      beganAt: Moment(microseconds: stored.beganAt), expiresAt: Moment(microseconds: stored.expiresAt),
      revokedAt: stored.revokedAt.map(Moment.init(microseconds:)),
      terms: try Protected(bytes: Array(stored.sealed)).open(under: key, at: Self.place(stored.accessKeyID)))
  }

  private static func place(_ accessKeyID: String) -> String { "role-session/\(accessKeyID)" }
}

enum RoleSessionProblem: Error, Sendable, Hashable {
  /// As many sessions run as may.
  case tooMany
}
