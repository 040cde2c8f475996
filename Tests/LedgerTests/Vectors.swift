import Foundation
import Ledger
import LedgerText
import Testing

/// Roots and proofs that golang.org/x/mod/sumdb/tlog made: Tests/Conformance/ledger/verifier.go, `vectors`.
struct Vector: Decodable, Sendable {
  struct Inclusion: Decodable, Sendable {
    let index: Int
    let hashes: String
  }
  struct Consistency: Decodable, Sendable {
    let older: Int
    let hashes: String
  }

  let size: Int
  let root: String
  let inclusion: [Inclusion]
  let consistency: [Consistency]

  static func all() throws -> [String: [Vector]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("vectors.json")
    return try JSONDecoder().decode([String: [Vector]].self, from: Data(contentsOf: file))
  }

  /// The leaves that Certificate Transparency is tested with.
  static let leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    .map(bytes)

  static func bytes(_ digits: String) -> [UInt8] {
    let values = digits.compactMap(\.hexDigitValue)
    return stride(from: 0, to: values.count, by: 2).map { UInt8(values[$0] << 4 | values[$0 + 1]) }
  }

  static func hex(_ hashes: [TreeHash]) -> String {
    hashes.flatMap(\.bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Tiles in memory.
struct Tiles {
  private(set) var size = 0
  var stored: [TilePlace: Tile] = [:]

  /// Appends in one go, as one commit does.
  mutating func append(_ leaves: some Sequence<[UInt8]>) throws {
    let tiles = stored
    var growth = TreeGrowth(size: size) { tiles[$0] }
    for leaf in leaves { try growth.append(.leaf(leaf)) }
    size = growth.size
    for (place, tile) in growth.changed { stored[place] = tile }
  }

  func tree(_ size: Int) -> TiledTree { TiledTree(size: size) { stored[$0] } }
}
