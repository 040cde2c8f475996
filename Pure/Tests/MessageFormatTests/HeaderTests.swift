import MessageFormat
import Testing

@Suite struct HeaderTests {
  static let key = EncryptedDataKey(providerID: "keys", providerInfo: "one", ciphertext: [UInt8](repeating: 7, count: 384))

  static func header(
    context: [String: String] = ["b": "2", "a": "1"], keys: [EncryptedDataKey] = [key]
  ) throws -> MessageHeader {
    try MessageHeader(
      messageID: Array(0..<32), context: context, dataKeys: keys, frameLength: .kibibytes8,
      commitment: [UInt8](repeating: 9, count: 32))
  }

  private func code(_ bytes: [UInt8]) -> FormatProblem.Code? {
    do {
      _ = try MessageHeader.read(from: bytes)
      return nil
    } catch { return error.code }
  }

  @Test(arguments: [[:], ["a": "1"], ["z": "", "é": "ü", "a": "1"]])
  func `what was written is read, and no more`(context: [String: String]) throws {
    let header = try Self.header(context: context)
    let (read, bytes) = try MessageHeader.read(from: header.bytes + [1, 2, 3])
    #expect(read == header)
    #expect(read.bytes == header.bytes)
    #expect(bytes == header.bytes.count)
  }

  @Test func `a header that is cut anywhere is cut`() throws {
    let bytes = try Self.header().bytes
    for count in 0..<bytes.count { #expect(code(Array(bytes[..<count])) == .truncated) }
    #expect(code(bytes) == nil)
  }

  /// 0x0014 to 0x0378 do not commit to a key; 0x0578 does, and signs.
  @Test(arguments: [0x0014, 0x0046, 0x0078, 0x0114, 0x0146, 0x0178, 0x0214, 0x0346, 0x0378, 0x0578, 0x0000, 0xffff])
  func `no other suite is read`(suite: Int) throws {
    var bytes = try Self.header().bytes
    bytes[1] = UInt8(suite >> 8)
    bytes[2] = UInt8(suite & 0xff)
    #expect(code(bytes) == .unsupported)
  }

  @Test func `no other version, content or frame length is read`() throws {
    let bytes = try Self.header().bytes
    for version in [UInt8(0), 1, 3, 255] { #expect(code([version] + bytes.dropFirst()) == .unsupported) }
    let content = bytes.count - 37
    for kind in [UInt8(0), 1, 3] {
      #expect(code(Array(bytes[..<content]) + [kind] + bytes[(content + 1)...]) == .unsupported)
    }
    for length in [[UInt8](repeating: 0, count: 4), [0, 0, 0x20, 1], [0xff, 0xff, 0xff, 0xff]] {
      #expect(code(Array(bytes[...content]) + length + bytes.suffix(32)) == .unsupported)
    }
  }

  @Test func `counts and lengths are bounded, in both directions`() throws {
    let long = String(repeating: "x", count: MessageHeader.contextBytesMax)
    #expect(throws: FormatProblem.self) { try Self.header(context: ["a": long]) }
    #expect(throws: FormatProblem.self) { try Self.header(context: ["a": String(repeating: "x", count: 70_000)]) }
    #expect(throws: FormatProblem.self) { try Self.header(keys: []) }
    #expect(throws: FormatProblem.self) {
      try Self.header(keys: Array(repeating: Self.key, count: MessageHeader.dataKeysMax + 1))
    }
    let most = try Self.header(
      context: ["a": String(repeating: "x", count: MessageHeader.contextBytesMax - 7)],
      keys: Array(
        repeating: EncryptedDataKey(
          providerID: String(repeating: "p", count: 2_048), providerInfo: String(repeating: "i", count: 2_048),
          ciphertext: [UInt8](repeating: 1, count: 2_048)), count: MessageHeader.dataKeysMax))
    #expect(most.bytes.count + MessageHeader.tagBytes <= MessageHeader.bytesMax)
    #expect(try MessageHeader.read(from: most.bytes).header == most)
    var start = try Self.header(context: [:]).bytes
    start[35] = 0x20
    start[36] = 0x01
    #expect(code(start) == .tooLarge)
    start = try Self.header(context: [:]).bytes
    start[38] = UInt8(MessageHeader.dataKeysMax + 1)
    #expect(code(start) == .tooLarge)
  }

  @Test func `a context has one form`() throws {
    func read(_ context: [UInt8]) throws -> FormatProblem.Code? {
      let bytes = try Self.header(context: [:]).bytes
      return code(Array(bytes[..<35]) + [0, UInt8(context.count)] + context + bytes[37...])
    }
    let a: [UInt8] = [0, 1, 0x61, 0, 0]
    let b: [UInt8] = [0, 1, 0x62, 0, 0]
    #expect(try read([0, 2] + a + b) == nil)
    #expect(try read([0, 2] + b + a) == .malformed)
    #expect(try read([0, 2] + a + a) == .malformed)
    #expect(try read([0, 1] + a + [0]) == .malformed)
    #expect(try read([0, 0]) == .malformed)
    #expect(try read([0, 1, 0, 1, 0xff, 0, 0]) == .malformed)
    // The same letter, composed and not: a dictionary would hold them for one.
    #expect(try read([0, 2, 0, 3, 0x65, 0xcc, 0x81, 0, 0, 0, 2, 0xc3, 0xa9, 0, 0]) == .malformed)
  }
}
