import Foundation
import GRDB
import Ledger
import LedgerText
import Protection
import SQLiteEngine
import Vocabulary

/// What a backup says of the ledger that it holds.
package struct BackedUpLedger: Sendable {
  /// `NAME+ID+KEY`.
  package let verifierKey: String
  package let entries: Int
  /// The newest checkpoint.
  package let checkpoint: String

  /// Copies the keep's database and says what ledger is in that very copy.
  package static func copy(keepFolder: String, to path: String, progress: @escaping (Double) -> Void) throws -> BackedUpLedger {
    try SQLiteCopy.make(of: "\(keepFolder)/keep.sqlite", to: path, progress: progress) { database in
      guard let key = try LedgerKey.verifier(database), let note = try LedgerRows.newestCheckpoint(database) else {
        throw LedgerServiceProblem(.noLedger, "the ledger has no checkpoint yet: run `serve` once")
      }
      return BackedUpLedger(
        verifierKey: key, entries: try LedgerRows.size(database), checkpoint: String(decoding: note.bytes, as: UTF8.self))
    }
  }
}

extension KeepProcess {
  /// Protects what goes into a backup under the keep's keys, so that it opens with the root secret alone.
  package func sealForBackup(_ content: [UInt8], as name: String) async throws -> [UInt8] {
    try Protected(ProtectableBytes(content), under: try await backupKey(), at: "backup/\(name)").bytes
  }

  /// - Throws: ProtectionProblem for what this keep did not seal under that name.
  package func openFromBackup(_ sealed: [UInt8], as name: String) async throws -> [UInt8] {
    try Protected<ProtectableBytes>(bytes: sealed).open(under: try await backupKey(), at: "backup/\(name)").bytes
  }

  private func backupKey() async throws -> ProtectionKey { try await keys.protectionKey().derived(for: "backup") }

  /// Ends every session, of roles and of desks: which of them were ended since a backup nobody knows without its ledger.
  /// - Returns: how many.
  package func endAllSessions() async throws -> Int {
    let now = configuration.now().microseconds
    // In a history that came back, nobody knows what was used since.
    try await approvals.expire { _ in true }
    return try await log.database.write { database in
      try database.execute(
        sql: "UPDATE role_session SET revoked_at = ? WHERE revoked_at IS NULL AND expires_at > ?", arguments: [now, now])
      let roles = database.changesCount
      try database.execute(sql: "DELETE FROM player_link")
      try database.execute(sql: "DELETE FROM desk_session")
      return roles + database.changesCount
    }
  }
}
