package import Link
package import Vocabulary

/// An entry of the stream at its place: a contact record, a contact event or an agent event.
package struct StreamLine: Sendable {
  package let cursor: StreamCursor
  let entry: JSON

  package var kind: StreamEntry.Kind? { entry["kind"]?.string.flatMap(StreamEntry.Kind.init(rawValue:)) }

  package func isOf(contact: String) -> Bool {
    let event = entry["event"]
    return event?["ContactId"]?.string == contact || event?["detail"]?["contactId"]?.string == contact
  }

  /// `{"cursor", "kind", "instanceId", "event"}`.
  package var json: JSON {
    .object([("cursor", .string(cursor.text))] + (entry.object?.members ?? []).map { ($0.name, $0.value) })
  }
}

extension ContactArchive {
  /// So many batches after a place, and what is left of the batch that it stands in.
  func lines(after cursor: StreamCursor, batches: Int) async throws -> [StreamLine] {
    // The batch that the cursor stands in is read again: some of its entries may be new to the reader.
    try await stream(after: cursor.batch - 1, limit: batches).flatMap { sequence, entries in
      entries.enumerated().map { StreamLine(cursor: StreamCursor(batch: sequence, entry: $0.offset + 1), entry: $0.element) }
    }.filter { $0.cursor > cursor }
  }
}
