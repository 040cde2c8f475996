/// A tree's head: whose it is, how many leaves it has and its root, in the form of C2SP tlog-checkpoint.
public struct Checkpoint: Sendable, Hashable {
  /// What names the ledger among all ledgers.
  public let origin: String
  /// Leaves of the tree.
  public let size: Int
  /// 32 bytes.
  public let root: [UInt8]

  /// - Parameters:
  ///   - origin: one line, not empty.
  ///   - size: not negative.
  ///   - root: 32 bytes.
  public init(origin: String, size: Int, root: [UInt8]) {
    precondition(Self.isLine(origin) && size >= 0 && root.count == 32, "a checkpoint states a tree")
    self.origin = origin
    self.size = size
    self.root = root
  }

  /// Reads the text of a note. Extension lines are refused: this ledger has none, and nobody could audit them.
  public init(noteText: [UInt8]) throws(LedgerTextProblem) {
    let lines = noteText.split(separator: SignedNote.newline, maxSplits: 4, omittingEmptySubsequences: false)
    guard lines.count == 4, lines[3].isEmpty, let size = Decimal.read(lines[1]), lines[2].count == 44,
      let root = Base64.decoded(lines[2]), root.count == 32, let origin = String(validating: lines[0], as: UTF8.self),
      Self.isLine(origin)
    else { throw LedgerTextProblem(.notACheckpoint, "a checkpoint is three lines: origin, size and root") }
    (self.origin, self.size, self.root) = (origin, size, root)
  }

  /// What is signed.
  public var noteText: [UInt8] { Array("\(origin)\n\(size)\n\(Base64.encoded(root))\n".utf8) }

  private static func isLine(_ text: String) -> Bool { !text.isEmpty && !text.utf8.contains { $0 < 0x20 } }
}
