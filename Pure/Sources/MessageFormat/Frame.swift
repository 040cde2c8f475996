/// One frame of a message, as far as it can be told without a key.
public struct Frame: Sendable, Hashable {
  /// Counted from 1. A message has 2^32-1 frames at most, and the last number is left to a final frame, since in a regular one it
  /// would read as the mark of the end.
  public let number: UInt32
  public let isFinal: Bool
  /// Bytes of plaintext, and of ciphertext.
  public let contentBytes: Int

  public static let tagBytes = 16
  static let endMark = UInt32.max
  /// Number, nonce and tag of a regular frame.
  public static let regularOverheadBytes = 4 + 12 + tagBytes
  /// Mark, number, nonce, length and tag of the final frame.
  public static let finalOverheadBytes = 4 + 4 + 12 + 4 + tagBytes

  public init(number: UInt32, isFinal: Bool, contentBytes: Int) {
    self.number = number
    self.isFinal = isFinal
    self.contentBytes = contentBytes
  }

  /// The frame's number in 96 bits. The header's tag has the nonce of number 0.
  public var nonce: [UInt8] { Self.nonce(number) }
  public static let headerNonce = nonce(0)
  private static func nonce(_ number: UInt32) -> [UInt8] { [UInt8](repeating: 0, count: 8) + number.bigEndianBytes }

  /// What stands before the ciphertext, each byte of it known beforehand.
  public var prefix: [UInt8] {
    guard isFinal else { return number.bigEndianBytes + nonce }
    return Self.endMark.bigEndianBytes + number.bigEndianBytes + nonce + UInt32(contentBytes).bigEndianBytes
  }

  /// What is authenticated with the content: the message, what the frame is, its number and length.
  public func additionalData(messageID: [UInt8]) -> [UInt8] {
    let words = isFinal ? Self.finalWords : Self.regularWords
    return messageID + words + number.bigEndianBytes + UInt64(contentBytes).bigEndianBytes
  }

  private static let regularWords = Array("AWSKMSEncryptionClient Frame".utf8)
  private static let finalWords = Array("AWSKMSEncryptionClient Final Frame".utf8)
}
