/// A tree of a certain size over stored tiles: its root and the proofs about it. It keeps the tiles that it has read.
public final class TiledTree {
  /// Leaves.
  public let size: Int
  private var tiles: [TilePlace: Tile] = [:]
  private let load: (TilePlace) throws -> Tile?

  /// - Parameters:
  ///   - size: at most the leaves that the stored tiles have: of a tree that has grown, every older one can be had.
  ///   - load: the stored tile of a place; nil where there is none.
  public init(size: Int, load: @escaping (TilePlace) throws -> Tile?) {
    precondition(size >= 0, "a size is not negative")
    self.size = size
    self.load = load
  }

  /// The Merkle tree hash (RFC 6962 section 2.1).
  public func root() throws -> TreeHash { size == 0 ? .ofNothing : try root(of: 0..<size) }

  /// The audit path of a leaf (RFC 6962 section 2.1.1).
  public func inclusionProof(of index: Int) throws -> InclusionProof {
    guard (0..<size).contains(index) else { throw LedgerProblem(.outOfRange, "the tree has \(size) leaves, none at \(index)") }
    return InclusionProof(index: index, size: size, hashes: try path(of: index, in: 0..<size))
  }

  /// The proof that the tree of `older` leaves is the beginning of this one (RFC 6962 section 2.1.2).
  public func consistencyProof(from older: Int) throws -> ConsistencyProof {
    guard (0...size).contains(older) else { throw LedgerProblem(.outOfRange, "the tree has \(size) leaves, fewer than \(older)") }
    let isTrivial = older == 0 || older == size
    return ConsistencyProof(
      older: older, size: size, hashes: isTrivial ? [] : try subproof(older, in: 0..<size, isComplete: true))
  }

  private func path(of index: Int, in leaves: Range<Int>) throws -> [TreeHash] {
    guard leaves.count > 1 else { return [] }
    let middle = leaves.lowerBound + Self.split(leaves.count)
    let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
    return index < middle
      ? try path(of: index, in: left) + [root(of: right)] : try path(of: index, in: right) + [root(of: left)]
  }

  /// - Parameter isComplete: whether the older tree is the whole subtree, so that its root is known to who asks.
  private func subproof(_ older: Int, in leaves: Range<Int>, isComplete: Bool) throws -> [TreeHash] {
    guard older < leaves.upperBound else { return isComplete ? [] : [try root(of: leaves)] }
    let middle = leaves.lowerBound + Self.split(leaves.count)
    let (left, right) = (leaves.lowerBound..<middle, middle..<leaves.upperBound)
    return older <= middle
      ? try subproof(older, in: left, isComplete: isComplete) + [root(of: right)]
      : try subproof(older, in: right, isComplete: false) + [root(of: left)]
  }

  /// The largest power of two below the count.
  private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }

  private func root(of leaves: Range<Int>) throws -> TreeHash {
    if leaves.count.nonzeroBitCount == 1 { return try perfect(leaves) }
    let middle = leaves.lowerBound + Self.split(leaves.count)
    return .node(try root(of: leaves.lowerBound..<middle), try root(of: middle..<leaves.upperBound))
  }

  /// The root over a power of two of leaves that begin at a multiple of it: it stands in one tile, or over a part of one.
  private func perfect(_ leaves: Range<Int>) throws -> TreeHash {
    let level = leaves.count.trailingZeroBitCount / TilePlace.height
    let base = leaves.lowerBound >> (level * TilePlace.height)
    let place = TilePlace(level: level, index: base / TilePlace.width)
    let tile = try tiles[place] ?? load(place)
    tiles[place] = tile
    guard let hash = tile?.subtree(from: base % TilePlace.width, count: leaves.count >> (level * TilePlace.height)) else {
      throw LedgerProblem(
        .treeIncomplete, "the stored tree lacks hashes of leaves \(leaves.lowerBound) to \(leaves.upperBound - 1)")
    }
    return hash
  }
}
