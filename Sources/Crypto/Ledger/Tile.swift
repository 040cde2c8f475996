/// Where a tile stands. Level 0 holds leaves; a hash of level L is the root over a whole tile of level L - 1 (C2SP tlog-tiles,
/// with tiles of height 8).
public struct TilePlace: Sendable, Hashable, Comparable {
  /// Hashes in a whole tile.
  public static let width = 256
  static let height = 8

  public let level: Int
  /// From the left, from 0.
  public let index: Int

  public init(level: Int, index: Int) {
    self.level = level
    self.index = index
  }

  public static func < (left: TilePlace, right: TilePlace) -> Bool { (left.level, left.index) < (right.level, right.index) }
}

/// Up to 256 hashes that stand side by side; the last tile of a level grows.
public struct Tile: Sendable, Hashable {
  /// The hashes one after another.
  public private(set) var bytes: [UInt8]

  public init() { bytes = [] }

  /// - Returns: nil for what is no whole number of hashes, or more than a tile holds.
  public init?(bytes: [UInt8]) {
    guard bytes.count % TreeHash.byteCount == 0, bytes.count <= TilePlace.width * TreeHash.byteCount else { return nil }
    self.bytes = bytes
  }

  public var count: Int { bytes.count / TreeHash.byteCount }

  /// nil where the tile does not reach.
  public subscript(offset: Int) -> TreeHash? {
    guard (0..<count).contains(offset) else { return nil }
    return TreeHash(bytes[(offset * TreeHash.byteCount)..<((offset + 1) * TreeHash.byteCount)])
  }

  /// The root over a whole tile; nil while it grows.
  public var root: TreeHash? { count == TilePlace.width ? subtree(from: 0, count: TilePlace.width) : nil }

  mutating func append(_ hash: TreeHash) { bytes += hash.bytes }

  /// The root over a power of two of its hashes; nil where the tile does not reach.
  func subtree(from offset: Int, count: Int) -> TreeHash? {
    let hashes = (offset..<(offset + count)).compactMap { self[$0] }
    return hashes.count == count ? .perfect(hashes) : nil
  }
}
