import Crypto
import MessageFormat
import Opening
import Sealing
import Testing

@Suite struct MessageTests {
  @Test(arguments: FrameLength.allCases, [1, 4_095, 70_001])
  func `what was sealed opens, however it came`(length: FrameLength, piece: Int) async throws {
    let full = length.rawValue
    for count in [0, 1, full - 1, full, full + 1, full * 2, full * 2 + 77] where count / piece < 20_000 {
      let content = Messages.content(count)
      let message = try Messages.sealed(content, frameLength: length, pieceBytes: piece)
      let reader = try await MessageReader(message, with: Messages.key, expecting: Messages.context)
      #expect(reader.context == Messages.context)
      #expect(reader.plaintextBytes == count)
      #expect(try await reader.readAll() == content)
    }
  }

  @Test func `the header goes out first, and each frame when it is full`() throws {
    var writer = try MessageWriter(to: Messages.key.publicKey, frameLength: .kibibytes8, context: [:])
    let header = try writer.append([])
    #expect(try Messages.start(of: header) == header.count)
    #expect(try writer.append(Messages.content(8_191)).isEmpty)
    #expect(try writer.append([1]).count == 8_192 + 32)
    #expect(try writer.append(Messages.content(8_192 * 3 + 5)).count == 3 * (8_192 + 32))
    #expect(try writer.finish().count == 5 + 40)
  }

  @Test func `two messages of the same share nothing`() throws {
    let (one, two) = (try Messages.sealed([1, 2, 3]), try Messages.sealed([1, 2, 3]))
    let headers = try [one, two].map { try MessageHeader.read(from: $0).header }
    #expect(headers[0].messageID != headers[1].messageID)
    #expect(headers[0].dataKeys != headers[1].dataKeys)
    #expect(headers[0].commitment != headers[1].commitment)
    #expect(one.suffix(19).prefix(3) != two.suffix(19).prefix(3))
  }

  @Test func `a header too large is not begun`() {
    let context = ["a": String(repeating: "x", count: MessageHeader.contextBytesMax)]
    #expect(throws: SealingProblem.headerTooLarge) {
      _ = try MessageWriter(to: Messages.key.publicKey, frameLength: .kibibytes8, context: context).finish()
    }
  }

  @Test func `a short message has one frame`() throws {
    let keys = [EncryptedDataKey(providerID: "p", providerInfo: "i", ciphertext: [1])]
    let made = try MessageSealer.seal([1, 2], dataKey: .init(size: .bits256), encryptedAs: keys, context: [:])
    let (header, bytes) = try MessageHeader.read(from: made)
    #expect(header.dataKeys == keys)
    let layout = try FrameLayout(messageBytes: made.count, startBytes: bytes + 16, frameLength: header.frameLength)
    #expect(layout.regularFrames == 0 && layout.plaintextBytes == 2)
    #expect(throws: SealingProblem.tooLong) {
      try MessageSealer.seal(Messages.content(4_096), dataKey: .init(size: .bits256), encryptedAs: keys, context: [:])
    }
    #expect(throws: SealingProblem.headerTooLarge) {
      try MessageSealer.seal([], dataKey: .init(size: .bits256), encryptedAs: [], context: [:])
    }
  }
}
