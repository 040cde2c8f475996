import Foundation
import GRDB
import SQLiteEngine
package import Vocabulary

/// What the switch knows of the keep's ledger.
package struct KeepLedgerMemory: Sendable, Hashable {
  /// `NAME+ID+KEY`.
  package let verifier: String
  /// The newest checkpoint; nil where none was signed yet.
  package let note: [UInt8]?

  package init(verifier: String, note: [UInt8]?) {
    self.verifier = verifier
    self.note = note
  }

  fileprivate static func stored(_ database: Database) throws -> KeepLedgerMemory? {
    try Row.fetchOne(database, sql: "SELECT verifier, note FROM keep_ledger").map { row in
      let note: Data? = row["note"]
      return KeepLedgerMemory(verifier: row["verifier"], note: note.map { Array($0) })
    }
  }

  /// The same, read from the folder of a switch that may be running.
  /// - Parameter folder: the switch's own.
  /// - Returns: nil where it knows nothing.
  package static func read(in folder: String) throws -> KeepLedgerMemory? {
    let path = "\(folder)/contacts.sqlite"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try SQLiteSnapshot.read(path: path) { try $0.tableExists("keep_ledger") ? try stored($0) : nil }
  }
}

extension ContactStore {
  package func keepLedger() async throws -> KeepLedgerMemory? { try await database.read(KeepLedgerMemory.stored) }

  /// Takes what was proved against what is stored.
  /// - Parameters:
  ///   - known: what it was proved against; nil for nothing.
  ///   - rollbackAt: when an operator had another history taken, which is put on record; nil where nothing was rolled back.
  /// - Returns: whether `known` was still what is stored.
  package func take(
    _ memory: KeepLedgerMemory, after known: KeepLedgerMemory?, rollbackAt: Moment?
  ) async throws -> Bool {
    try await database.write { database in
      guard try KeepLedgerMemory.stored(database) == known else { return false }
      if let known, let rollbackAt {
        try database.execute(
          sql: """
            INSERT INTO keep_ledger_rollback (old_verifier, old_note, verifier, note, accepted_at) VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [
            known.verifier, known.note.map { Data($0) }, memory.verifier, memory.note.map { Data($0) }, rollbackAt.microseconds,
          ])
      }
      try database.execute(
        sql: """
          INSERT INTO keep_ledger (one, verifier, note) VALUES (1, ?, ?)
          ON CONFLICT (one) DO UPDATE SET verifier = excluded.verifier, note = excluded.note
          """, arguments: [memory.verifier, memory.note.map { Data($0) }])
      return true
    }
  }
}
