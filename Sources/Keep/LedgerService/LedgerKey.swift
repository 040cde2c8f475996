import Foundation
import GRDB
import Ledger
import LedgerText
import Protection
import SQLiteEngine

/// The ledger's signing key where it rests: protected, beside its public half in clear.
enum LedgerKey {
  private static let place = "ledger-key"

  /// The key; made when there is none and nothing was signed.
  /// - Parameter name: the name of a new one.
  /// - Throws: LedgerServiceProblem.noKey.
  static func open(in database: SQLiteDatabase, under key: ProtectionKey, named name: String) async throws -> CheckpointSigner {
    if let row = try await database.read({ try stored($0) }) { return try signer(row, key) }
    let fresh = CheckpointSigner.generated(name: name)
    let sealed = Data(try Protected(ProtectableBytes(fresh.seed), under: key, at: place).bytes)
    let row = try await database.write { database in
      guard try Int.fetchOne(database, sql: "SELECT count(*) FROM ledger_checkpoint") == 0 else {
        throw LedgerServiceProblem(.noKey, "the ledger has checkpoints and its key is gone")
      }
      try database.execute(
        sql: "INSERT INTO ledger_key (id, verifier, sealed) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
        arguments: [fresh.verifierKey.text, sealed])
      return try stored(database)
    }
    guard let row else { throw LedgerServiceProblem(.noKey, "the ledger's key was not stored") }
    return try signer(row, key)
  }

  /// The public half as it is stored; nil where there is none.
  static func verifier(_ database: Database) throws -> String? { try stored(database)?.verifier }

  private struct StoredKey: Sendable {
    let verifier: String
    let sealed: Data
  }

  private static func stored(_ database: Database) throws -> StoredKey? {
    try Row.fetchOne(database, sql: "SELECT verifier, sealed FROM ledger_key WHERE id = 1").map {
      StoredKey(verifier: $0["verifier"], sealed: $0["sealed"])
    }
  }

  private static func signer(_ row: StoredKey, _ key: ProtectionKey) throws -> CheckpointSigner {
    let seed = try Protected<ProtectableBytes>(bytes: Array(row.sealed)).open(under: key, at: place).bytes
    let name = try VerifierKeyText(row.verifier).name
    guard let signer = CheckpointSigner(name: name, seed: seed), signer.verifierKey.text == row.verifier else {
      throw LedgerServiceProblem(.noKey, "the ledger's stored public key is not that of its signing key")
    }
    return signer
  }
}
