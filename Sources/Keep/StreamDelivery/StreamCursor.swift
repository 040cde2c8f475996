/// A place in the stream: a batch, and how many entries of it have been read.
package struct StreamCursor: Comparable, Sendable {
  package let batch: Int64
  package let entry: Int

  package static let start = StreamCursor(batch: 0, entry: 0)

  package init(batch: Int64, entry: Int) {
    self.batch = batch
    self.entry = entry
  }

  /// nil for what is no cursor.
  package init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let batch = Int64(parts[0]), let entry = parts.count == 2 ? Int(parts[1]) : 0 else {
      return nil
    }
    self.init(batch: batch, entry: entry)
  }

  package var text: String { "\(batch).\(entry)" }

  package static func < (left: StreamCursor, right: StreamCursor) -> Bool {
    (left.batch, left.entry) < (right.batch, right.entry)
  }
}
