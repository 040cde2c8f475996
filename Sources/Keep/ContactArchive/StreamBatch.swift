import Link
import Vocabulary

/// One row of the stream: its entries as the pieces of text that they have in common.
struct StreamBatch: Sendable, Codable {
  struct Entry: Sendable, Codable {
    let kind: String
    let instanceID: String
    let pieces: [Int]
  }

  private var pieces: [[UInt8]]
  private var entries: [Entry]

  /// What a message has of the commits that have not been taken, the records of its deposits last.
  init(_ message: TakeDeposits, without taken: Set<String>) {
    // Which commit it is of is what a switch says: there may be no such commit.
    let new = Set(message.commits.indices.filter { !taken.contains(message.commits[$0]) })
    pieces = message.pieces
    entries = message.entries.filter { new.contains($0.commit) }.map {
      Entry(kind: $0.kind.rawValue, instanceID: $0.instanceID, pieces: $0.pieces)
    }
    for deposit in message.deposits where new.contains(deposit.commit) {
      entries.append(
        Entry(kind: StreamEntry.Kind.contactRecord.rawValue, instanceID: deposit.instanceID, pieces: [pieces.count]))
      pieces.append(deposit.record)
    }
  }

  var isEmpty: Bool { entries.isEmpty }

  /// Reads what is stored, in the form of earlier builds too.
  /// - Returns: `{"kind", "instanceId", "event"}` for each entry.
  /// - Throws: DecodingError, JSON.Problem.
  static func entries(_ bytes: [UInt8]) throws -> [JSON] {
    if bytes.first == UInt8(ascii: "[") { return try JSON.parse(bytes).array ?? [] }
    let batch = try Packed.value(StreamBatch.self, from: bytes)
    return try batch.entries.map { entry in
      let text = entry.pieces.flatMap { batch.pieces.indices.contains($0) ? batch.pieces[$0] : [] }
      return ["kind": .string(entry.kind), "instanceId": .string(entry.instanceID), "event": try JSON.parse(text)]
    }
  }
}
