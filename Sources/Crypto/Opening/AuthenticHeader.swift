import Crypto
import MessageFormat
import Sealing

/// A header that was verified, and what opens the frames that follow it.
struct AuthenticHeader: Sendable {
  let header: MessageHeader
  let keys: MessageKeys
  /// Where the first frame begins.
  let startBytes: Int

  /// Reads, unwraps, then checks the commitment before anything else is done with the key.
  /// - Parameter expected: entries that the context must have.
  init(of message: any SealedBytes, with key: OpeningKey, expecting expected: [String: String]) async throws(OpeningProblem) {
    let start = try await message.exactly(0..<min(message.count, MessageHeader.bytesMax))
    let (header, bytes) = try Self.read(start)
    startBytes = bytes + MessageHeader.tagBytes
    guard start.count >= startBytes else { throw OpeningProblem(.notWhole) }
    keys = MessageKeys(dataKey: try key.unwrap(header.dataKeys), messageID: header.messageID)
    guard keys.isCommitted(by: header) else { throw OpeningProblem(.notCommitted) }
    guard keys.isAuthentic(header: start[..<bytes], tag: start[bytes..<startBytes]) else { throw OpeningProblem(.notAuthentic) }
    guard expected.allSatisfy({ header.context[$0.key] == $0.value }) else { throw OpeningProblem(.otherContext) }
    self.header = header
  }

  /// A header of which nothing is authentic yet.
  static func claimed(by message: any SealedBytes) async throws(OpeningProblem) -> MessageHeader {
    try read(try await message.exactly(0..<min(message.count, MessageHeader.bytesMax))).0
  }

  private static func read(_ start: [UInt8]) throws(OpeningProblem) -> (MessageHeader, Int) {
    do { return try MessageHeader.read(from: start) } catch { throw OpeningProblem(error) }
  }
}
