import Foundation
import GRDB
import Ledger
import LedgerText
import Vocabulary

extension LedgerReader {
  /// Recomputes the whole tree from the stored events, and compares it with the stored tree and every checkpoint.
  /// - Parameters:
  ///   - key: the verifier key, as `NAME+ID+KEY`, from where nobody could exchange it with the folder.
  ///   - outside: checkpoints that were kept elsewhere, with what names each in findings.
  /// - Throws: for a key that is none, and a file that cannot be read; what is wrong with the ledger is in the report.
  package func verify(key: String, against outside: [(name: String, bytes: [UInt8])]) throws -> LedgerReport {
    let key = try VerifierKey(try VerifierKeyText(key))
    return try read { database in
      var verification = LedgerVerification(key: key)
      try verification.readHeads(database, outside)
      try verification.readEntries(database)
      verification.judgeHeads()
      try verification.checkTree(database)
      return verification.finished()
    }
  }
}

/// One verification, from the checkpoints to the entries and back.
struct LedgerVerification {
  /// A tree's head that the verifier key signed.
  struct Head {
    let name: String
    let size: Int
    let root: [UInt8]
    let isOutside: Bool
    var agrees: Bool?
  }

  let key: VerifierKey
  private(set) var report = LedgerReport()
  private var heads: [Head] = []
  private var nextHead = 0
  private var range = CompactRange()

  init(key: VerifierKey) { self.key = key }

  /// Of each kind the first entry is told, since one change can show at many.
  mutating func findFirst(_ code: LedgerFinding.Code, at index: Int, _ message: String) {
    if !report.findings.contains(where: { $0.code == code }) { find(code, at: index, message) }
  }

  mutating func find(_ code: LedgerFinding.Code, at index: Int?, _ message: String) {
    report.findings.append(LedgerFinding(code: code, index: index, message: message))
  }

  // MARK: Checkpoints

  mutating func readHeads(_ database: Database, _ outside: [(name: String, bytes: [UInt8])]) throws {
    if try LedgerKey.verifier(database) != key.text {
      find(.otherKey, at: nil, "the folder's own key is not the verifier key \(key.text)")
    }
    let rows = try Row.fetchCursor(database, sql: "SELECT size, CAST(note AS BLOB) FROM ledger_checkpoint ORDER BY size")
    while let row = try rows.next() {
      let (size, note): (Int, Data) = (row[0], row[1])
      add("the stored checkpoint of \(size) entries", Array(note), isOutside: false, size: size)
    }
    report.checkpoints = heads.count
    report.covered = heads.last?.size ?? 0
    for (name, bytes) in outside { add(name, bytes, isOutside: true, size: nil) }
    heads.sort { $0.size < $1.size }
  }

  /// - Parameter size: what is said beside the note; nil where nothing is.
  private mutating func add(_ name: String, _ bytes: [UInt8], isOutside: Bool, size: Int?) {
    do {
      let checkpoint = try key.open(try SignedNote(bytes))
      guard size == nil || size == checkpoint.size else {
        return find(.unsignedCheckpoint, at: nil, "\(name): it is signed for \(checkpoint.size) entries")
      }
      heads.append(Head(name: name, size: checkpoint.size, root: checkpoint.root, isOutside: isOutside))
    } catch {
      find(.unsignedCheckpoint, at: nil, "\(name): \(error)")
    }
  }

  private mutating func meetHeads() {
    guard nextHead < heads.count, heads[nextHead].size == range.size else { return }
    let root = range.root.bytes
    while nextHead < heads.count, heads[nextHead].size == range.size {
      heads[nextHead].agrees = heads[nextHead].root == root
      nextHead += 1
    }
  }

  /// Says of the heads what they show. One from outside is held against others from outside alone: who has the server's keys
  /// signs what lies in the folder.
  mutating func judgeHeads() {
    judge(heads, isOutside: false)
    judge(heads.filter(\.isOutside), isOutside: true)
    if let cut = heads.last(where: { $0.size > range.size }) {
      find(
        .missingTail, at: range.size,
        "\(cut.name) covers \(cut.size) entries and there are \(range.size): entry \(range.size) and what follows is gone")
    }
    if range.size > 0, !heads.contains(where: { !$0.isOutside }) {
      find(.noCheckpoint, at: nil, "the folder has \(range.size) entries and no checkpoint that the verifier key signed")
    }
    let agreeing = heads.filter { $0.isOutside && $0.agrees == true }
    report.outsideAgreeing = agreeing.count
    report.outsideReach = agreeing.map(\.size).max()
  }

  /// - Parameter isOutside: whose contradiction is told; the others of `heads` tell how far the entries are as they were.
  private mutating func judge(_ heads: [Head], isOutside: Bool) {
    guard let wrong = heads.firstIndex(where: { $0.agrees == false && $0.isOutside == isOutside }) else { return }
    let first = heads[..<wrong].last { $0.agrees == true }?.size ?? 0
    let entries = first..<heads[wrong].size
    let exact = report.findings.first { finding in
      [.changedEntry, .movedEntry, .missingEntry].contains(finding.code) && finding.index.map(entries.contains) == true
    }
    let place = entries.count == 1 ? "entry \(first)" : "an entry from \(first) to \(heads[wrong].size - 1)"
    find(
      .contradictedCheckpoint, at: exact?.index ?? first,
      "\(heads[wrong].name) is of another tree: \(exact?.index.map { "entry \($0)" } ?? place) is not what was signed")
  }

  // MARK: Entries

  mutating func readEntries(_ database: Database) throws {
    meetHeads()
    let rows = try Row.fetchCursor(
      database, sql: "SELECT sequence, CAST(event_id AS BLOB), CAST(event AS BLOB) FROM audit_event ORDER BY sequence")
    var (place, tile): (TilePlace, Tile?) = (TilePlace(level: 0, index: -1), nil)
    while let row = try rows.next() {
      let (sequence, id, event): (Int, Data, Data) = (row[0], row[1], row[2])
      if sequence != range.size + 1 {
        findFirst(.missingEntry, at: range.size, "entry \(range.size) is gone: the next one is \(sequence - 1)")
      }
      let leaf = TreeHash.leaf(Array(event))
      let here = TilePlace(level: 0, index: range.size / TilePlace.width)
      if here != place { (place, tile) = (here, try LedgerRows.tile(here, database)) }
      if let stored = tile?[range.size % TilePlace.width], stored != leaf { try tellMismatch(leaf, database) }
      if (try? JSON.parse(Array(event)))?["eventID"]?.string.map({ id.elementsEqual($0.utf8) }) != true {
        findFirst(.misnamedEntry, at: range.size, "entry \(range.size) is stored under an id that is not its event's")
      }
      range.append(leaf)
      meetHeads()
    }
  }

  private mutating func tellMismatch(_ leaf: TreeHash, _ database: Database) throws {
    let index = range.size
    let isFirst = !report.findings.contains { [.changedEntry, .movedEntry].contains($0.code) }
    guard isFirst else { return }
    if let place = try Self.place(of: leaf, database) {
      find(.movedEntry, at: index, "entry \(index) is another one: what stands there was recorded as entry \(place)")
    } else {
      find(.changedEntry, at: index, "entry \(index) is not what was recorded")
    }
  }

  /// Where the stored tree has a leaf.
  private static func place(of leaf: TreeHash, _ database: Database) throws -> Int? {
    let tiles = try Row.fetchCursor(database, sql: "SELECT position, hashes FROM ledger_tile WHERE level = 0 ORDER BY position")
    while let row = try tiles.next() {
      let (position, hashes): (Int, Data) = (row[0], row[1])
      guard let tile = Tile(bytes: Array(hashes)) else { continue }
      if let offset = (0..<tile.count).first(where: { tile[$0] == leaf }) { return position * TilePlace.width + offset }
    }
    return nil
  }

  // MARK: The stored tree

  /// Compares every stored tile with what it stands over.
  mutating func checkTree(_ database: Database) throws {
    try checkCounts(database)
    let rows = try Row.fetchCursor(database, sql: "SELECT level, position, hashes FROM ledger_tile ORDER BY level, position")
    while let row = try rows.next() {
      let (level, position, hashes): (Int, Int, Data) = (row[0], row[1], row[2])
      guard let tile = Tile(bytes: Array(hashes)), level < 8 else {
        find(.changedTree, at: nil, "tile \(position) of level \(level) is none")
        continue
      }
      let parent = try LedgerRows.tile(TilePlace(level: level + 1, index: position / TilePlace.width), database)
      if parent?[position % TilePlace.width] != tile.root {
        let first = position << (8 * (level + 1))
        findFirst(.changedTree, at: first, "the stored tree is not that of its own leaves from entry \(first) on")
      }
    }
  }

  private mutating func checkCounts(_ database: Database) throws {
    let counts = try Row.fetchAll(
      database, sql: "SELECT level, sum(length(hashes)) / 32 FROM ledger_tile GROUP BY level ORDER BY level")
    if counts.isEmpty, range.size > 0 { find(.changedTree, at: 0, "the stored tree is gone") }
    for row in counts {
      let (level, count): (Int, Int) = (row[0], row[1])
      let expected = range.size >> (8 * level)
      if level == 0, count > expected {
        find(
          .missingTail, at: expected,
          "the stored tree has \(count) entries and there are \(expected): entry \(expected) and what follows is gone")
      } else if count != expected {
        find(.changedTree, at: level == 0 ? count : nil, "level \(level) of the stored tree has \(count) hashes, not \(expected)")
      }
    }
  }

  mutating func finished() -> LedgerReport {
    report.entries = range.size
    report.root = Base64.encoded(range.root.bytes)
    report.findings.sort { ($0.index ?? .max, $0.code.rawValue) < ($1.index ?? .max, $1.code.rawValue) }
    return report
  }
}
