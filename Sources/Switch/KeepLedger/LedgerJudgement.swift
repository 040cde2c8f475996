import Ledger
import LedgerText
import Link
import SwitchStore

/// Whether what a keep says of its ledger continues what the switch knows of it.
enum LedgerJudgement: Sendable, Hashable {
  case continues(KeepLedgerMemory)
  /// In words for the operator. What the keep has instead is taken only when an operator says so.
  case contradicts(String, KeepLedgerMemory)
  /// It proves nothing at all, not even its own checkpoint.
  case unproven(String)

  static func of(_ head: LedgerHead, after known: KeepLedgerMemory?) -> LedgerJudgement {
    do {
      let told = KeepLedgerMemory(verifier: head.verifierKey, note: head.note)
      let newest = try checkpoint(head.note, by: head.verifierKey)
      guard let known else { return .continues(told) }
      guard known.verifier == told.verifier else {
        return .contradicts("its ledger is signed by another key, \(told.verifier), than \(known.verifier)", told)
      }
      guard let older = try checkpoint(known.note, by: known.verifier) else { return .continues(told) }
      guard let newest else { return .contradicts("its ledger has no checkpoint, and had one of \(older.size) entries", told) }
      guard newest.size >= older.size else {
        return .contradicts("its ledger has \(newest.size) entries, and had \(older.size)", told)
      }
      guard proves(head.proof, older, newest) else {
        return .contradicts("its ledger of \(newest.size) entries does not begin with the \(older.size) that were signed", told)
      }
      return .continues(told)
    } catch {
      return .unproven("what it says of its ledger cannot be verified: \(error)")
    }
  }

  private static func checkpoint(_ note: [UInt8]?, by verifier: String) throws -> Checkpoint? {
    let key = try VerifierKey(try VerifierKeyText(verifier))
    return try note.map { try key.open(try SignedNote($0)) }
  }

  private static func proves(_ hashes: [[UInt8]], _ older: Checkpoint, _ newest: Checkpoint) -> Bool {
    let nodes = hashes.compactMap { TreeHash($0) }
    guard nodes.count == hashes.count, let from = TreeHash(older.root), let to = TreeHash(newest.root) else { return false }
    return ConsistencyProof(older: older.size, size: newest.size, hashes: nodes).proves(from, beginning: to)
  }
}
