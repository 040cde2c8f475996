import Ledger
import Testing

@Suite struct TreeTests {
  @Test func rootOfNothing() throws {
    let published = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    #expect(Vector.hex([.ofNothing]) == published)
    #expect(CompactRange().root == .ofNothing)
    #expect(try Tiles().tree(0).root() == .ofNothing)
  }

  @Test func certificateTransparency() throws {
    try check(try #require(Vector.all()["certificateTransparency"]), leaves: Vector.leaves)
  }

  /// 66,000 leaves reach into the third level of tiles.
  @Test func manyLeaves() throws {
    try check(try #require(Vector.all()["decimal"]), leaves: (0..<66_000).map { Array("\($0)".utf8) })
  }

  private func check(_ vectors: [Vector], leaves: [[UInt8]]) throws {
    var tiles = Tiles()
    try tiles.append(leaves)
    for vector in vectors {
      let tree = tiles.tree(vector.size)
      #expect(try Vector.hex([tree.root()]) == vector.root)
      var range = CompactRange()
      for leaf in leaves[..<vector.size] { range.append(.leaf(leaf)) }
      #expect(Vector.hex([range.root]) == vector.root)
      for inclusion in vector.inclusion {
        #expect(try Vector.hex(tree.inclusionProof(of: inclusion.index).hashes) == inclusion.hashes)
      }
      for consistency in vector.consistency {
        #expect(try Vector.hex(tree.consistencyProof(from: consistency.older).hashes) == consistency.hashes)
      }
    }
  }

  /// However the leaves come in commits, the tiles are the same.
  @Test func commitsDoNotShow() throws {
    let leaves = (0..<1_000).map { Array("\($0)".utf8) }
    var whole = Tiles()
    try whole.append(leaves)
    for step in [1, 7, 255, 256, 257] {
      var parts = Tiles()
      for start in stride(from: 0, to: leaves.count, by: step) {
        try parts.append(leaves[start..<min(start + step, leaves.count)])
      }
      #expect(parts.stored == whole.stored)
    }
  }

  @Test func tilesOfAnotherSizeAreSeen() throws {
    var tiles = Tiles()
    try tiles.append((0..<300).map { Array("\($0)".utf8) })
    for wrong in [299, 301, 556] {
      var growth = TreeGrowth(size: wrong) { tiles.stored[$0] }
      #expect(throws: LedgerProblem.self) { try growth.append(.ofNothing) }
    }
    #expect(throws: LedgerProblem.self) { try tiles.tree(301).root() }
    #expect(throws: LedgerProblem.self) { try tiles.tree(300).inclusionProof(of: 300) }
    #expect(throws: LedgerProblem.self) { try tiles.tree(300).consistencyProof(from: 301) }
  }
}
