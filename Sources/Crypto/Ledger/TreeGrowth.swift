/// Appends leaves to a tree whose tiles are stored elsewhere: takes the tiles at its right edge, and leaves those that changed.
public struct TreeGrowth {
  /// Leaves so far.
  public private(set) var size: Int
  private var tiles: [TilePlace: Tile] = [:]
  private let load: (TilePlace) throws -> Tile?

  /// - Parameters:
  ///   - size: the leaves that the stored tiles have.
  ///   - load: the stored tile of a place; nil where there is none.
  public init(size: Int, load: @escaping (TilePlace) throws -> Tile?) {
    self.size = size
    self.load = load
  }

  /// - Throws: LedgerProblem.treeIncomplete when the stored tiles are not those of a tree of that size; what `load` throws.
  public mutating func append(_ leaf: TreeHash) throws {
    try append(leaf, level: 0, at: size)
    size += 1
  }

  /// The tiles to store, in order.
  public var changed: [(place: TilePlace, tile: Tile)] {
    tiles.sorted { $0.key < $1.key }.map { (place: $0.key, tile: $0.value) }
  }

  private mutating func append(_ hash: TreeHash, level: Int, at index: Int) throws {
    let place = TilePlace(level: level, index: index / TilePlace.width)
    if tiles[place] == nil { tiles[place] = try load(place) ?? Tile() }
    guard tiles[place]?.count == index % TilePlace.width else {
      throw LedgerProblem(.treeIncomplete, "the stored tree has another size than the entries")
    }
    tiles[place]?.append(hash)
    if let root = tiles[place]?.root { try append(root, level: level + 1, at: place.index) }
  }
}
