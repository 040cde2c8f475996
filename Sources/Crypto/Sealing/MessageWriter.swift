import Crypto
public import MessageFormat

/// Seals a message while it is made, frame by frame. The bytes that it hands out, in order, are the message.
///
/// It makes its own data key and message id and never shows the key; it cannot be copied, and `finish` consumes it. So there is
/// no way to edit a header, to seal two contents as the same frame, or to append to a message that was ended or reopened: each of
/// them would use a nonce twice under one key, which breaks AES-GCM. What is to be repaired is sealed anew.
///
/// A message has 2^32-1 frames at most, 256 TiB at 64 KiB; a frame's content is far below the 2^36-32 bytes of AES-GCM
/// (NIST SP 800-38D 5.2.1.1).
public struct MessageWriter: ~Copyable {
  private let keys: MessageKeys
  private let frameLength: FrameLength
  private var header: [UInt8]
  /// Content that fills no frame yet.
  private var rest: [UInt8] = []
  private var frames = 0
  private var isBroken = false

  /// - Parameters:
  ///   - context: what the message says of itself in the clear, authenticated with it. No personal data.
  public init(to recipient: SealingPublicKey, frameLength: FrameLength, context: [String: String]) throws(SealingProblem) {
    let dataKey = SymmetricKey(size: .bits256)
    try self.init(dataKey: dataKey, encryptedAs: [try recipient.wrap(dataKey)], frameLength: frameLength, context: context)
  }

  init(
    dataKey: SymmetricKey, encryptedAs dataKeys: [EncryptedDataKey], frameLength: FrameLength, context: [String: String]
  ) throws(SealingProblem) {
    let random = SymmetricKey(size: SymmetricKeySize(bitCount: MessageHeader.messageIDBytes * 8))
    let messageID = unsafe random.withUnsafeBytes { unsafe Array($0) }
    let keys = MessageKeys(dataKey: dataKey, messageID: messageID)
    let header = try? MessageHeader(
      messageID: messageID, context: context, dataKeys: dataKeys, frameLength: frameLength, commitment: keys.commitment)
    guard let header else { throw .headerTooLarge }
    self.header = try Self.tagged(header.bytes, keys)
    self.keys = keys
    self.frameLength = frameLength
  }

  private static func tagged(_ header: [UInt8], _ keys: MessageKeys) throws(SealingProblem) -> [UInt8] {
    guard let tag = try? keys.tag(of: header) else { throw .cipher }
    return header + tag
  }

  /// - Returns: what of the message is ready: the header at first, and every frame that has filled.
  public mutating func append(_ bytes: [UInt8]) throws(SealingProblem) -> [UInt8] {
    guard !isBroken else { throw .broken }
    let length = frameLength.rawValue
    var message: [UInt8] = []
    message.reserveCapacity(header.count + (rest.count + bytes.count) / length * (length + Frame.regularOverheadBytes))
    message.append(contentsOf: header)
    header = []
    var new = bytes[...]
    if !rest.isEmpty {
      let filling = new.prefix(length - rest.count)
      rest.append(contentsOf: filling)
      new = new.dropFirst(filling.count)
      guard rest.count == length else { return message }
      try seal(rest[...], isFinal: false, into: &message)
      rest.removeAll(keepingCapacity: true)
    }
    while new.count >= length {
      try seal(new.prefix(length), isFinal: false, into: &message)
      new = new.dropFirst(length)
    }
    rest.append(contentsOf: new)
    return message
  }

  /// - Returns: the end of the message: the final frame, which may be empty, and the header if that was not handed out before.
  public consuming func finish() throws(SealingProblem) -> [UInt8] {
    guard !isBroken else { throw .broken }
    var message = header
    try seal(rest[...], isFinal: true, into: &message)
    return message
  }

  private mutating func seal(_ content: ArraySlice<UInt8>, isFinal: Bool, into message: inout [UInt8]) throws(SealingProblem) {
    isBroken = true
    guard isFinal || frames < FrameLayout.regularFramesMax else { throw .tooLong }
    let frame = Frame(number: UInt32(frames + 1), isFinal: isFinal, contentBytes: content.count)
    do { try keys.seal(content, as: frame, into: &message) } catch { throw .cipher }
    frames += 1
    isBroken = false
  }
}
