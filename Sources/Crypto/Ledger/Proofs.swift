/// That a leaf stands in a tree (RFC 9162 section 2.1.3).
public struct InclusionProof: Sendable, Hashable {
  /// The leaf's place, from 0.
  public let index: Int
  /// The tree's leaves.
  public let size: Int
  /// From the leaf's sibling to the root's child.
  public let hashes: [TreeHash]

  public init(index: Int, size: Int, hashes: [TreeHash]) {
    (self.index, self.size, self.hashes) = (index, size, hashes)
  }

  /// Whether it proves this leaf of a tree with this root (RFC 9162 section 2.1.3.2).
  public func proves(_ leaf: TreeHash, in root: TreeHash) -> Bool {
    guard index >= 0, index < size else { return false }
    var (place, last, hash) = (index, size - 1, leaf)
    for sibling in hashes {
      guard last != 0 else { return false }
      if place & 1 == 1 || place == last {
        hash = .node(sibling, hash)
        skipLoneLevels(&place, &last)
      } else {
        hash = .node(hash, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && hash == root
  }
}

/// That one tree is the beginning of another (RFC 9162 section 2.1.4).
public struct ConsistencyProof: Sendable, Hashable {
  /// The older tree's leaves.
  public let older: Int
  /// The newer tree's leaves.
  public let size: Int
  public let hashes: [TreeHash]

  public init(older: Int, size: Int, hashes: [TreeHash]) {
    (self.older, self.size, self.hashes) = (older, size, hashes)
  }

  /// Whether it proves the trees with these roots consistent (RFC 9162 section 2.1.4.2). The tree without leaves
  /// begins each.
  public func proves(_ olderRoot: TreeHash, beginning root: TreeHash) -> Bool {
    guard older >= 0, older <= size else { return false }
    if older == size { return hashes.isEmpty && olderRoot == root }
    if older == 0 { return hashes.isEmpty && olderRoot == .ofNothing }
    let path = older.nonzeroBitCount == 1 ? [olderRoot] + hashes : hashes
    guard let first = path.first else { return false }
    return folds(path.dropFirst(), from: first, olderRoot, root)
  }

  private func folds(_ path: ArraySlice<TreeHash>, from first: TreeHash, _ olderRoot: TreeHash, _ root: TreeHash) -> Bool {
    var (place, last) = (older - 1, size - 1)
    while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
    var (olderHash, hash) = (first, first)
    for sibling in path {
      guard last != 0 else { return false }
      if place & 1 == 1 || place == last {
        olderHash = .node(sibling, olderHash)
        hash = .node(sibling, hash)
        skipLoneLevels(&place, &last)
      } else {
        hash = .node(hash, sibling)
      }
      (place, last) = (place >> 1, last >> 1)
    }
    return last == 0 && olderHash == olderRoot && hash == root
  }
}

/// Passes the levels at which a node at the right edge has no sibling.
private func skipLoneLevels(_ place: inout Int, _ last: inout Int) {
  while place & 1 == 0, place != 0 { (place, last) = (place >> 1, last >> 1) }
}
