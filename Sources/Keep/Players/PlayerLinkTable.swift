import Foundation
import GRDB
import Protection
import SQLiteEngine
import Vocabulary

/// Where links for players rest. They are read anew for each request, so that one that was taken back is over at once.
struct PlayerLinkTable: Sendable {
  /// Links and their sessions that may be alive at once.
  static let aliveMax = 1_000

  let database: SQLiteDatabase
  let key: ProtectionKey

  /// The link with that secret, redeemed or not.
  func link(secret: String) async throws -> PlayerLink? {
    let digest = RoleSession.digest(secret)
    return try await found("digest = ?", [Data(digest)]).flatMap { $0.digest == digest ? $0 : nil }
  }

  /// The link of that id whose session has that secret.
  func link(_ id: String, session secret: String) async throws -> PlayerLink? {
    let digest = RoleSession.digest(secret)
    return try await found("id = ? AND session_digest = ?", [id, Data(digest)]).flatMap { $0.sessionDigest == digest ? $0 : nil }
  }

  func link(_ id: String) async throws -> PlayerLink? { try await found("id = ?", [id]) }

  /// What stores a new one, for a transaction that others write in too. It throws `PlayerProblem.tooMany`.
  func inserting(_ link: PlayerLink, at now: Moment) throws -> @Sendable (Database) throws -> Void {
    let sealed = try sealed(link)
    return { database in
      try database.execute(sql: "DELETE FROM player_link WHERE expires_at <= ?", arguments: [now.microseconds])
      guard try Int.fetchOne(database, sql: "SELECT count(*) FROM player_link") ?? 0 < Self.aliveMax else {
        throw PlayerProblem.tooMany
      }
      try database.execute(
        sql: "INSERT INTO player_link (id, digest, expires_at, sealed) VALUES (?, ?, ?, ?)",
        arguments: [link.id, Data(link.digest), link.expiresAt.microseconds, sealed])
    }
  }

  /// What stores that a link was redeemed, unless somebody else has done so in between. It throws `PlayerProblem.redeemed`.
  func redeeming(_ link: PlayerLink, at now: Moment) throws -> @Sendable (Database) throws -> Void {
    let (sealed, session) = (try sealed(link), link.sessionDigest.map { Data($0) })
    return { database in
      try database.execute(
        sql: """
          UPDATE player_link SET session_digest = ?, expires_at = ?, sealed = ?
          WHERE id = ? AND session_digest IS NULL AND expires_at > ?
          """, arguments: [session, link.expiresAt.microseconds, sealed, link.id, now.microseconds])
      guard database.changesCount == 1 else { throw PlayerProblem.redeemed }
    }
  }

  /// What takes a link back, with its session. It throws `PlayerProblem.notThere`.
  func removing(_ id: String) -> @Sendable (Database) throws -> Void {
    { database in
      try database.execute(sql: "DELETE FROM player_link WHERE id = ?", arguments: [id])
      guard database.changesCount == 1 else { throw PlayerProblem.notThere }
    }
  }

  /// One more who tried to redeem it was refused.
  func countRefusal(_ id: String) async throws {
    try await database.write { database in
      try database.execute(sql: "UPDATE player_link SET refused = refused + 1 WHERE id = ?", arguments: [id])
    }
  }

  private func found(_ condition: String, _ arguments: StatementArguments) async throws -> PlayerLink? {
    let row = try await database.read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM player_link WHERE \(condition)", arguments: arguments).map(Stored.init)
    }
    guard let row else { return nil }
    var link: PlayerLink = try Protected(bytes: Array(row.sealed)).open(under: key, at: Self.place(row.id))
    link.end(by: row.expiresAt)
    link.refused = row.refused
    return link
  }

  private struct Stored: Sendable {
    let id: String
    let sealed: Data
    let expiresAt: Moment
    let refused: Int

    init(_ row: Row) {
      id = row["id"]
      sealed = row["sealed"]
      expiresAt = Moment(microseconds: row["expires_at"])
      refused = row["refused"]
    }
  }

  private func sealed(_ link: PlayerLink) throws -> Data {
    Data(try Protected(link, under: key, at: Self.place(link.id)).bytes)
  }

  private static func place(_ id: String) -> String { "player-link/\(id)" }
}

enum PlayerProblem: Error, Sendable, Hashable {
  /// As many links are alive as may.
  case tooMany
  /// Somebody has redeemed it, or its time is over.
  case redeemed
  case notThere
}
