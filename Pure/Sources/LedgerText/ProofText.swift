/// A proof that an entry stands in a ledger, for who has nothing but this and the verifier key, in the form of C2SP tlog-proof.
public struct ProofText: Sendable, Hashable {
  private static let head = "c2sp.org/tlog-proof@v1"

  /// The entry's place, from 0.
  public let index: Int
  /// Each of 32 bytes, from the leaf's sibling to the root's child.
  public let hashes: [[UInt8]]
  /// The checkpoint's note, word by word.
  public let note: SignedNote

  /// - Parameters:
  ///   - index: not negative.
  ///   - hashes: `LedgerBounds.proofHashesMax` at most, of 32 bytes each.
  public init(index: Int, hashes: [[UInt8]], note: SignedNote) {
    precondition(index >= 0 && hashes.count <= LedgerBounds.proofHashesMax && hashes.allSatisfy { $0.count == 32 }, "a path")
    (self.index, self.hashes, self.note) = (index, hashes, note)
  }

  /// Reads a proof. A line of extra data is refused: nothing of ours has a use for it.
  public init(_ bytes: [UInt8]) throws(LedgerTextProblem) {
    let problem = LedgerTextProblem(.notAProof, "a proof is its head, an index, hashes, a blank line and a checkpoint")
    guard bytes.count <= LedgerBounds.proofBytesMax else { throw LedgerTextProblem(.tooLarge, "the proof is too large") }
    let lines = bytes.split(
      separator: SignedNote.newline, maxSplits: LedgerBounds.proofHashesMax + 3, omittingEmptySubsequences: false)
    guard lines.count > 3, lines[0].elementsEqual(Self.head.utf8), lines[1].starts(with: "index ".utf8),
      let index = Decimal.read(lines[1].dropFirst(6)), let blank = lines[2...].firstIndex(where: \.isEmpty)
    else { throw problem }
    var hashes: [[UInt8]] = []
    for line in lines[2..<blank] {
      guard line.count == 44, let hash = Base64.decoded(line), hash.count == 32 else { throw problem }
      hashes.append(hash)
    }
    guard hashes.count <= LedgerBounds.proofHashesMax else { throw problem }
    (self.index, self.hashes) = (index, hashes)
    note = try SignedNote(Array(bytes[lines[blank].endIndex...].dropFirst()))
  }

  public var bytes: [UInt8] {
    let lines = [Self.head, "index \(index)"] + hashes.map(Base64.encoded) + ["", ""]
    return lines.joined(separator: "\n").utf8 + note.bytes
  }
}
