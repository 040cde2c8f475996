import Link
import Vocabulary

/// What a switch says is text that others will read: here it is seen to be what they read it as, and not more than they can hold.
enum DepositCheck {
  /// Bytes of a record, of an entry of the stream put together, and of a flow log.
  private static let textBytesMax = 1 << 20
  private static let flowLogBytesMax = 8 << 20
  /// Bytes of all entries of a message put together: they have pieces in common.
  private static let entriesBytesMax = 64 << 20

  /// - Throws: LinkProblem.malformed.
  static func check(_ message: TakeDeposits) throws(LinkProblem) {
    try checkEntries(message)
    for deposit in message.deposits {
      try check(deposit.record, "a record")
      guard deposit.flowLog.reduce(0, { $0 + $1.count }) <= flowLogBytesMax else { throw .malformed("a flow log is too long") }
      for line in deposit.flowLog { try check(line, "a line of a flow log") }
    }
  }

  private static func checkEntries(_ message: TakeDeposits) throws(LinkProblem) {
    var sum = 0
    for entry in message.entries {
      var bytes = 0
      for piece in entry.pieces {
        guard message.pieces.indices.contains(piece) else { throw .malformed("an entry has a piece that is not there") }
        bytes += message.pieces[piece].count
        guard bytes <= textBytesMax else { throw .malformed("an entry is too long") }
      }
      sum += bytes
      guard sum <= entriesBytesMax else { throw .malformed("the entries are too long together") }
      try check(entry.pieces.flatMap { message.pieces[$0] }, "an entry")
    }
  }

  private static func check(_ bytes: [UInt8], _ what: String) throws(LinkProblem) {
    guard bytes.count <= textBytesMax else { throw .malformed("\(what) is too long") }
    guard JSON.isObject(bytes) else { throw .malformed("\(what) is no JSON object") }
  }
}
