import Crypto
import Foundation
import GRDB
import Protection
import SQLiteEngine

/// The bindings of functions and bots that an officer has approved, by their digests. Each row carries a code under the keep's
/// key, so that nobody who edits the file approves one.
struct ApprovedBindings: Sendable {
  let database: SQLiteDatabase
  let key: ProtectionKey

  func approve(_ digest: String, of arn: String) async throws {
    let code = code(digest, arn)
    try await database.write {
      try $0.execute(
        sql: "INSERT INTO approved_binding (digest, arn, code) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING",
        arguments: [digest, arn, code])
    }
  }

  func isApproved(_ digest: String, of arn: String) async throws -> Bool {
    let stored = try await database.read { database in
      try Data.fetchOne(
        database, sql: "SELECT code FROM approved_binding WHERE digest = ? AND arn = ?", arguments: [digest, arn])
    }
    guard let stored else { return false }
    return SymmetricKey(data: stored) == SymmetricKey(data: code(digest, arn))
  }

  /// Whatever answered for it needs an officer again.
  /// - Returns: whether something did.
  @discardableResult
  func revoke(_ arn: String) async throws -> Bool {
    try await database.write { database in
      try database.execute(sql: "DELETE FROM approved_binding WHERE arn = ?", arguments: [arn])
      return database.changesCount > 0
    }
  }

  private func code(_ digest: String, _ arn: String) -> Data {
    let text = "approved-binding/\(arn.utf8.count):\(arn)/\(digest)"
    return Data(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key.symmetricKey))
  }
}
