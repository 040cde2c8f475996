import Foundation
import GRDB
import Ledger
import LedgerText
import Logging
import SQLiteEngine
import Vocabulary

/// A signed head of the ledger that somebody outside of the keep holds.
package struct KnownHead: Sendable, Hashable {
  /// Who holds it, in words.
  package let holder: String
  package let size: Int
  /// In base64.
  package let root: String
  /// What it says, and by which key.
  private let note: SignedNote
  private let verifier: String?

  /// - Parameter verifier: the key that its holder knows the ledger by; nil for the ledger's own.
  /// - Throws: LedgerTextProblem for what is no checkpoint.
  package init(holder: String, note: [UInt8], verifier: String?) throws {
    let note = try SignedNote(note)
    let checkpoint = try Checkpoint(noteText: note.text)
    (self.holder, self.note, self.verifier) = (holder, note, verifier)
    (size, root) = (checkpoint.size, Base64.encoded(checkpoint.root))
  }

  /// Why the ledger is not one that begins with this head; nil where it does.
  fileprivate func contradiction(_ own: String, _ entries: Int, _ database: Database) throws -> String? {
    if let verifier, verifier != own { return "was signed by another key, \(verifier)" }
    guard (try? VerifierKey(try VerifierKeyText(own)).open(note)) != nil else { return "was not signed by this ledger's key" }
    guard size <= entries else { return "covers \(size) entries, and there are \(entries)" }
    let stored = try LedgerRows.tree(size, database).root().bytes
    return Base64.encoded(stored) == root ? nil : "of \(size) entries is of other entries than these"
  }
}

/// The loss of signed heads that an operator accepts when they start the program.
package struct AcceptedRollback: Sendable, Hashable {
  /// Sizes and roots, in base64.
  package let heads: [Head]

  package struct Head: Sendable, Hashable {
    package let size: Int
    package let root: String
    package let holder: String

    /// `SIZE,ROOT,HOLDER`.
    package var text: String { "\(size),\(root),\(holder)" }

    package init(size: Int, root: String, holder: String) {
      self.size = size
      self.root = root
      self.holder = holder
    }

    package init?(text: String) {
      let parts = text.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, let size = Int(parts[0]) else { return nil }
      self.init(size: size, root: parts[1], holder: parts[2])
    }
  }

  package init(heads: [Head]) { self.heads = heads }

  fileprivate static let eventName = "AcceptRollback"
}

extension LedgerReader {
  /// Those of the known heads that the ledger contradicts, with why; without those whose loss was accepted on record.
  package func contradicted(_ known: [KnownHead]) throws -> [(head: KnownHead, reason: String)] {
    guard !known.isEmpty else { return [] }
    return try read { database in
      let own = try LedgerKey.verifier(database) ?? ""
      let entries = try LedgerRows.size(database)
      let found = try known.compactMap { head in
        try head.contradiction(own, entries, database).map { (head: head, reason: $0) }
      }
      guard !found.isEmpty else { return [] }
      let accepted = try Self.acceptedRoots(database)
      return found.filter { !accepted.contains($0.head.root) }
    }
  }

  /// The roots of heads whose loss is on record.
  static func acceptedRoots(_ database: Database) throws -> Set<String> {
    let rows = try Data.fetchCursor(
      database, sql: "SELECT CAST(event AS BLOB) FROM audit_event WHERE event LIKE '%\"\(AcceptedRollback.eventName)\"%'")
    var roots: Set<String> = []
    while let bytes = try rows.next() {
      guard let event = try? JSON.parse(Array(bytes)), event["eventName"]?.string == AcceptedRollback.eventName,
        event["eventType"]?.string == "Command", event["userIdentity"]?["type"] == "Operator"
      else { continue }
      roots.formUnion(event["requestParameters"]?["knownHeads"]?.array?.compactMap { $0["root"]?.string } ?? [])
    }
    return roots
  }
}

extension KeepProcess {
  /// Puts on record that the operator accepted the loss of entries that others hold signed heads of; once for each of these.
  package func record(_ rollback: AcceptedRollback) async throws {
    guard !rollback.heads.isEmpty else { return }
    let (onRecord, size) = try await log.database.read { (try LedgerReader.acceptedRoots($0), try LedgerRows.size($0)) }
    let fresh = rollback.heads.filter { !onRecord.contains($0.root) }
    guard !fresh.isEmpty else { return }
    let heads = fresh.map { head -> JSON in
      ["holder": .string(head.holder), "size": .number(head.size), "root": .string(head.root)]
    }
    try await recordCommand(
      AcceptedRollback.eventName, ["entries": .number(size), "knownHeads": .array(heads)], errorCode: nil)
    configuration.logger.critical("the loss of signed entries is accepted", metadata: ["heads": "\(fresh.count)"])
  }
}
