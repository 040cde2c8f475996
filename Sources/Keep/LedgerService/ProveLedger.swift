import GRDB
import Ledger
import LedgerText
import Link
import Logging
import SQLiteEngine

extension KeepProcess {
  /// Answers a switch that knows a checkpoint with the newest one and the proof that it continues the known one.
  ///
  /// Where it does not, the proof is left out, and the switch refuses this keep: what it decided from then on would rest on a
  /// history that was taken away.
  func proveLedger(_ message: ProveLedger) async throws -> LedgerHead {
    let key = checkpoints.verifierKey
    let known = try message.known.map { try Checkpoint(noteText: try SignedNote($0).text) }
    let (head, continues) = try await log.database.read { database in
      guard let newest = try LedgerRows.newestCheckpoint(database) else {
        return (LedgerHead(verifierKey: key.text, note: nil, proof: []), known == nil)
      }
      let size = try Checkpoint(noteText: newest.text).size
      let proof = try Self.proof(from: known, to: size, database)
      return (
        LedgerHead(verifierKey: key.text, note: newest.bytes, proof: proof?.hashes.map(\.bytes) ?? []),
        proof != nil || known == nil
      )
    }
    if !continues {
      configuration.logger.critical(
        "this ledger is not the one that the switch knows: see docs/ledger.md, \"A keep that went back\"",
        metadata: ["known": "\(known?.size ?? 0) entries"])
    }
    return head
  }

  /// - Returns: nil where the known tree is not the beginning of the tree of `size`.
  private static func proof(from known: Checkpoint?, to size: Int, _ database: Database) throws -> ConsistencyProof? {
    guard let known, known.size <= size, try LedgerRows.tree(known.size, database).root().bytes == known.root else { return nil }
    return try LedgerRows.tree(size, database).consistencyProof(from: known.size)
  }
}
