import Crypto
import Foundation
import GRDB
import Opening
import SQLiteEngine

/// The sealed bytes of an object. What is read was deposited: each piece that a range touches is compared with the manifest.
struct StoredMessage: SealedBytes {
  let database: SQLiteDatabase
  let manifest: Manifest

  var count: Int { manifest.messageBytes }

  func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    guard !range.isEmpty else { return [] }
    let first = range.lowerBound / Manifest.pieceBytes
    let pieces = try await pieces(first...(range.upperBound - 1) / Manifest.pieceBytes)
    for (number, piece) in zip(first..., pieces) where !isDeposited(piece, number) { throw OpeningProblem(.notAuthentic) }
    let joined = pieces.count == 1 ? pieces[0] : pieces.flatMap { $0 }
    let start = range.lowerBound - first * Manifest.pieceBytes
    guard start + range.count <= joined.count else { throw OpeningProblem(.unreadable) }
    return Array(joined[start..<start + range.count])
  }

  private func isDeposited(_ piece: [UInt8], _ number: Int) -> Bool {
    let place = number * SHA256.byteCount..<(number + 1) * SHA256.byteCount
    return place.upperBound <= manifest.pieceDigests.count && SHA256.hash(data: piece) == manifest.pieceDigests[place]
  }

  private func pieces(_ numbers: ClosedRange<Int>) async throws(OpeningProblem) -> [[UInt8]] {
    let id = manifest.id
    do {
      return try await database.read { database in
        let statement = try database.cachedStatement(
          sql: "SELECT bytes FROM content_piece WHERE object = ? AND number BETWEEN ? AND ? ORDER BY number")
        return try Data.fetchAll(statement, arguments: [id, numbers.lowerBound, numbers.upperBound]).map(Array.init)
      }
    } catch {
      throw OpeningProblem(.unreadable)
    }
  }
}
