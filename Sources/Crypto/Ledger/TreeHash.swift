internal import Crypto

/// The hash of a node of a Merkle tree (RFC 6962 section 2.1): SHA-256, leaves and inner nodes kept apart by a first byte.
public struct TreeHash: Sendable, Hashable {
  public static let byteCount = 32

  public let bytes: [UInt8]

  /// - Returns: nil unless there are 32 bytes.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  private init(_ digest: SHA256.Digest) { bytes = Array(digest) }

  /// The root of the tree without leaves.
  public static let ofNothing = TreeHash(SHA256.hash(data: [UInt8]()))

  public static func leaf(_ data: [UInt8]) -> TreeHash {
    var hasher = SHA256()
    hasher.update(data: [0x00])
    hasher.update(data: data)
    return TreeHash(hasher.finalize())
  }

  public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var joined: [UInt8] = [0x01]
    joined.reserveCapacity(1 + 2 * byteCount)
    joined += left.bytes
    joined += right.bytes
    return TreeHash(SHA256.hash(data: joined))
  }

  /// The root over so many leaves or nodes of one level as are a power of two.
  static func perfect(_ hashes: [TreeHash]) -> TreeHash {
    precondition(hashes.count.nonzeroBitCount == 1, "a perfect tree has a power of two of leaves")
    var level = hashes
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { node(level[$0], level[$0 + 1]) }
    }
    return level[0]
  }
}
