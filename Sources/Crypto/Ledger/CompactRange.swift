/// A growing tree of which only the roots of its perfect subtrees are held, one for each bit of its size: enough to append and to
/// state the root, not for proofs.
public struct CompactRange: Sendable, Hashable {
  /// Leaves so far.
  public private(set) var size = 0
  /// From the largest subtree to the smallest.
  private var peaks: [TreeHash] = []

  public init() {}

  public mutating func append(_ leaf: TreeHash) {
    var hash = leaf
    var rest = size
    while rest & 1 == 1, let left = peaks.popLast() {
      hash = .node(left, hash)
      rest >>= 1
    }
    peaks.append(hash)
    size += 1
  }

  /// The Merkle tree hash over all leaves (RFC 6962 section 2.1).
  public var root: TreeHash {
    guard var root = peaks.last else { return .ofNothing }
    for peak in peaks.dropLast().reversed() { root = .node(peak, root) }
    return root
  }
}
