extension MessageHeader {
  /// Reads the header that a message begins with. Nothing of it is authentic yet.
  /// - Returns: the header, and its length without the tag.
  /// - Throws: `truncated` where the bytes end within it, otherwise what is wrong with it.
  public static func read(from message: [UInt8]) throws(FormatProblem) -> (header: MessageHeader, bytes: Int) {
    var reader = HeaderReader(bytes: message)
    guard try reader.byte() == version else { throw FormatProblem(.unsupported, "the message is not of format 2.0") }
    guard Array(try reader.take(2)) == suite else { throw FormatProblem(.unsupported, "the algorithm suite is not 0x0478") }
    let messageID = Array(try reader.take(messageIDBytes))
    let context = try reader.context()
    let dataKeys = try reader.dataKeys()
    guard try reader.byte() == framedContent else { throw FormatProblem(.unsupported, "the content is not framed") }
    guard let frameLength = FrameLength(rawValue: try reader.number(bytes: 4)) else {
      throw FormatProblem(.unsupported, "the frame length is none of \(FrameLength.allCases.map(\.rawValue))")
    }
    let commitment = Array(try reader.take(commitmentBytes))
    let header = try MessageHeader(
      messageID: messageID, context: context, dataKeys: dataKeys, frameLength: frameLength, commitment: commitment)
    return (header, reader.position)
  }
}

/// Walks over bytes of unknown origin.
private struct HeaderReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) throws(FormatProblem) -> ArraySlice<UInt8> {
    guard bytes.count - position >= count else { throw FormatProblem(.truncated, "the header is cut at byte \(bytes.count)") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func byte() throws(FormatProblem) -> UInt8 { UInt8(try number(bytes: 1)) }

  mutating func number(bytes count: Int) throws(FormatProblem) -> Int { try take(count).reduce(0) { $0 << 8 | Int($1) } }

  mutating func counted(atMost most: Int) throws(FormatProblem) -> ArraySlice<UInt8> {
    let count = try number(bytes: 2)
    guard count <= most else { throw FormatProblem(.tooLarge, "a member at byte \(position) is longer than \(most) bytes") }
    return try take(count)
  }

  mutating func text(atMost most: Int) throws(FormatProblem) -> String {
    guard let text = String(validating: try counted(atMost: most), as: UTF8.self) else {
      throw FormatProblem(.malformed, "the text before byte \(position) is not UTF-8")
    }
    return text
  }

  /// Names in ascending order of their bytes and each once, as every SDK writes them. Two that Unicode holds for one are one.
  mutating func context() throws(FormatProblem) -> [String: String] {
    let bytes = try number(bytes: 2)
    guard bytes <= MessageHeader.contextBytesMax else {
      throw FormatProblem(.tooLarge, "the context is longer than \(MessageHeader.contextBytesMax) bytes")
    }
    guard bytes > 0 else { return [:] }
    let end = position + bytes
    let count = try number(bytes: 2)
    var context: [String: String] = [:]
    var last: String?
    for _ in 0..<count {
      let name = try text(atMost: bytes)
      guard last.map({ $0.utf8.lexicographicallyPrecedes(name.utf8) }) ?? true, context[name] == nil else {
        throw FormatProblem(.malformed, "the names of the context are not in order")
      }
      context[name] = try text(atMost: bytes)
      last = name
    }
    guard position == end, count > 0 else { throw FormatProblem(.malformed, "the context is not as long as it says") }
    return context
  }

  mutating func dataKeys() throws(FormatProblem) -> [EncryptedDataKey] {
    let count = try number(bytes: 2)
    guard (1...MessageHeader.dataKeysMax).contains(count) else {
      throw FormatProblem(.tooLarge, "a message has 1 to \(MessageHeader.dataKeysMax) encrypted data keys")
    }
    var keys: [EncryptedDataKey] = []
    for _ in 0..<count {
      let most = EncryptedDataKey.memberBytesMax
      let (provider, info) = (try text(atMost: most), try text(atMost: most))
      keys.append(EncryptedDataKey(providerID: provider, providerInfo: info, ciphertext: Array(try counted(atMost: most))))
    }
    return keys
  }
}
