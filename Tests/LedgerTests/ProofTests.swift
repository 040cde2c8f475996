import Ledger
import Testing

/// Every proof of every tree up to `sizeMax` holds, and none that was changed.
@Suite struct ProofTests {
  private static let sizeMax = 200
  private let tiles: Tiles
  private let leaves = (0..<Self.sizeMax).map { Array("leaf \($0)".utf8) }
  private let roots: [TreeHash]

  init() throws {
    var tiles = Tiles()
    try tiles.append(leaves)
    self.tiles = tiles
    var range = CompactRange()
    roots =
      [range.root]
      + leaves.map { leaf in
        range.append(.leaf(leaf))
        return range.root
      }
  }

  @Test func everyInclusion() throws {
    for size in 1...Self.sizeMax {
      let tree = tiles.tree(size)
      for index in 0..<size {
        let proof = try tree.inclusionProof(of: index)
        #expect(proof.proves(.leaf(leaves[index]), in: roots[size]))
        #expect(!proof.proves(.leaf(leaves[(index + 1) % Self.sizeMax]), in: roots[size]))
        #expect(!proof.proves(.leaf(leaves[index]), in: roots[size - 1]))
      }
    }
  }

  @Test func everyConsistency() throws {
    for size in 0...Self.sizeMax {
      let tree = tiles.tree(size)
      for older in 0...size {
        let proof = try tree.consistencyProof(from: older)
        #expect(proof.proves(roots[older], beginning: roots[size]))
        #expect(older == 0 || older == size || !proof.proves(roots[older], beginning: roots[older]))
        #expect(older == 0 || !proof.proves(roots[older - 1], beginning: roots[size]))
      }
    }
  }

  /// Places and sizes: a proof is of one leaf of one tree. A leaf to the right of a perfect subtree can have one path in trees of
  /// several sizes (RFC 9162 section 2.1.3.2 takes the size on trust of the signed head), so that sizes are not changed here.
  @Test func anotherIndexFails() throws {
    for size in [2, 3, 7, 8, 100, 200] {
      for index in 0..<size {
        let hashes = try tiles.tree(size).inclusionProof(of: index).hashes
        for other in -1...size where other != index {
          let moved = InclusionProof(index: other, size: size, hashes: hashes)
          #expect(!moved.proves(.leaf(leaves[index]), in: roots[size]), "\(index) as \(other) of \(size)")
        }
      }
    }
  }

  @Test func anyFlippedBitFails() throws {
    for size in [1, 2, 3, 5, 8, 13, 64, 65, 127, 199, 200] {
      for index in Set([0, size / 2, size - 1]).sorted() {
        let proof = try tiles.tree(size).inclusionProof(of: index)
        for changed in flipped(proof.hashes) {
          let wrong = InclusionProof(index: index, size: size, hashes: changed)
          #expect(!wrong.proves(.leaf(leaves[index]), in: roots[size]))
        }
      }
      for older in Set([1, size / 3 + 1, size - 1]).filter({ (1..<size).contains($0) }).sorted() {
        let proof = try tiles.tree(size).consistencyProof(from: older)
        for changed in flipped(proof.hashes) {
          let wrong = ConsistencyProof(older: older, size: size, hashes: changed)
          #expect(!wrong.proves(roots[older], beginning: roots[size]), "from \(older) to \(size)")
        }
      }
    }
  }

  @Test func shorterLongerAndSwappedFail() throws {
    for size in 2...Self.sizeMax {
      let proof = try tiles.tree(size).inclusionProof(of: size / 2)
      let consistency = try tiles.tree(size).consistencyProof(from: size - 1)
      for hashes in [Array(proof.hashes.dropLast()), proof.hashes + [.ofNothing], [.ofNothing] + proof.hashes] {
        #expect(!InclusionProof(index: size / 2, size: size, hashes: hashes).proves(.leaf(leaves[size / 2]), in: roots[size]))
      }
      for hashes in [Array(consistency.hashes.dropLast()), consistency.hashes + [.ofNothing], [.ofNothing] + consistency.hashes] {
        #expect(!ConsistencyProof(older: size - 1, size: size, hashes: hashes).proves(roots[size - 1], beginning: roots[size]))
      }
      guard proof.hashes.count > 1 else { continue }
      let swapped = InclusionProof(index: size / 2, size: size, hashes: proof.hashes.reversed())
      #expect(!swapped.proves(.leaf(leaves[size / 2]), in: roots[size]))
    }
  }

  /// Each with one bit changed: every bit of every hash.
  private func flipped(_ hashes: [TreeHash]) -> [[TreeHash]] {
    hashes.indices.flatMap { at in
      (0..<256).compactMap { bit in
        var bytes = hashes[at].bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return TreeHash(bytes).map { changed in
          var all = hashes
          all[at] = changed
          return all
        }
      }
    }
  }
}
