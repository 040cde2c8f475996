import Foundation
import GRDB
import Ledger
import LedgerText
import SQLiteEngine
package import Vocabulary

/// The ledger of a keep that may be running: read alone, each call on one state of it.
package struct LedgerReader: Sendable {
  private let path: String

  /// - Parameter keepFolder: the keep's own folder.
  package init(keepFolder: String) { path = "\(keepFolder)/keep.sqlite" }

  /// The public key that lies beside the ledger, as `NAME+ID+KEY`. Who trusts nobody with the folder has it from elsewhere.
  package func verifierKey() throws -> String {
    try read { try LedgerKey.verifier($0) ?? { throw LedgerServiceProblem(.noKey, "the ledger has no key") }() }
  }

  /// The newest checkpoint's note.
  package func checkpoint() throws -> String {
    try read { String(decoding: try Self.newest($0).note.bytes, as: UTF8.self) }
  }

  /// Hands over a line for each entry after an index, `{"index":N,"event":E}` with the entry's bytes as E, exact to the byte.
  package func export(after index: Int, _ take: (String) throws -> Void) throws {
    try read { database in
      let rows = try Row.fetchCursor(
        database, sql: "SELECT sequence, CAST(event AS BLOB) FROM audit_event WHERE sequence > ? ORDER BY sequence",
        arguments: [index + 1])
      while let row = try rows.next() {
        let (sequence, bytes): (Int, Data) = (row[0], row[1])
        guard (try? JSON.parse(Array(bytes))) != nil, !bytes.contains(UInt8(ascii: "\n")) else {
          throw LedgerServiceProblem(.inconsistent, "entry \(sequence - 1) is no event any more: see `audit verify`")
        }
        try take("{\"index\":\(sequence - 1),\"event\":\(String(decoding: bytes, as: UTF8.self))}")
      }
    }
  }

  /// The proof that an event stands in the ledger.
  package func proof(of eventID: String) throws -> LedgerEvidence {
    try read { database in
      let sql = "SELECT sequence, CAST(event AS BLOB) AS event FROM audit_event WHERE event_id = ?"
      guard let row = try Row.fetchOne(database, sql: sql, arguments: [eventID]) else {
        throw LedgerServiceProblem(.notThere, "the ledger has no event \(eventID)")
      }
      let (head, sequence): (Head, Int) = (try Self.newest(database), row["sequence"])
      guard sequence <= head.checkpoint.size else {
        throw LedgerServiceProblem(.notThere, "no checkpoint covers the event yet: ask again in a second")
      }
      let proof = try LedgerRows.tree(head.checkpoint.size, database).inclusionProof(of: sequence - 1)
      let event: Data = row["event"]
      return LedgerEvidence(event: Array(event), proof: proof, note: head.note)
    }
  }

  /// The proof that the ledger of so many entries is the beginning of the newest checkpoint's.
  package func consistency(from older: Int) throws -> JSON {
    try read { database in
      let head = try Self.newest(database)
      let proof = try LedgerRows.tree(head.checkpoint.size, database).consistencyProof(from: older)
      return [
        "olderSize": .number(older), "treeSize": .number(proof.size),
        "consistencyProof": .strings(proof.hashes.map { Base64.encoded($0.bytes) }),
        "checkpoint": .string(String(decoding: head.note.bytes, as: UTF8.self)),
      ]
    }
  }

  /// Runs `body` on one state of a file that has a ledger.
  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try SQLiteSnapshot.read(path: path) { database in
      guard try database.tableExists("ledger_tile") else {
        throw LedgerServiceProblem(.noLedger, "there is no ledger yet: `serve` makes it over the events that are there")
      }
      return try body(database)
    }
  }

  private struct Head {
    let note: SignedNote
    let checkpoint: Checkpoint
  }

  private static func newest(_ database: Database) throws -> Head {
    guard let note = try LedgerRows.newestCheckpoint(database) else {
      throw LedgerServiceProblem(.notThere, "the ledger has no checkpoint yet: ask again in a second")
    }
    return Head(note: note, checkpoint: try Checkpoint(noteText: note.text))
  }
}

/// An event with all that an outsider needs to check that it is on record, but for the verifier key.
package struct LedgerEvidence: Sendable {
  let event: [UInt8]
  let proof: InclusionProof
  let note: SignedNote

  package var json: JSON {
    [
      "index": .number(proof.index), "event": .string(String(decoding: event, as: UTF8.self)),
      "leafHash": .string(Base64.encoded(TreeHash.leaf(event).bytes)), "treeSize": .number(proof.size),
      "inclusionProof": .strings(proof.hashes.map { Base64.encoded($0.bytes) }),
      "checkpoint": .string(String(decoding: note.bytes, as: UTF8.self)),
    ]
  }

  /// The form of C2SP tlog-proof; the event is apart from it.
  package var tlogProof: String {
    let proof = ProofText(index: proof.index, hashes: proof.hashes.map(\.bytes), note: note)
    return String(decoding: proof.bytes, as: UTF8.self)
  }
}
