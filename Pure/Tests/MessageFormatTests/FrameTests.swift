import MessageFormat
import Testing

@Suite struct FrameTests {
  @Test func `frames lie one after the other, and fill the message`() throws {
    for length in FrameLength.allCases {
      for plaintext in [0, 1, length.rawValue - 1, length.rawValue, length.rawValue + 1, length.rawValue * 3 + 17] {
        let (regular, rest) = plaintext.quotientAndRemainder(dividingBy: length.rawValue)
        let message = 100 + regular * (length.rawValue + 32) + rest + 40
        let layout = try FrameLayout(messageBytes: message, startBytes: 100, frameLength: length)
        #expect(layout.plaintextBytes == plaintext)
        var end = 100
        for index in 0...layout.regularFrames {
          let place = layout.place(of: index)
          #expect(place.lowerBound == end)
          #expect(FrameLayout.start(of: index, startBytes: 100, frameLength: length) == end)
          #expect(layout.frame(index).number == UInt32(index + 1))
          #expect(place.count == layout.frame(index).prefix.count + layout.frame(index).contentBytes + Frame.tagBytes)
          end = place.upperBound
        }
        #expect(end == message)
      }
    }
  }

  @Test func `a final frame may be full`() throws {
    let layout = try FrameLayout(messageBytes: 100 + 8_192 + 40, startBytes: 100, frameLength: .kibibytes8)
    #expect(layout.regularFrames == 0)
    #expect(layout.finalContentBytes == 8_192)
    #expect(layout.frames(holding: 0..<8_192) == 0..<1)
  }

  @Test(arguments: [0, 99, 100, 139, 100 + 8_193 + 40, 100 + 8_192 + 32 + 39])
  func `no whole message is that long`(bytes: Int) {
    #expect(throws: FormatProblem.self) { try FrameLayout(messageBytes: bytes, startBytes: 100, frameLength: .kibibytes8) }
  }

  @Test func `more frames than can be numbered are refused`() throws {
    let most = FrameLayout.regularFramesMax * (4_096 + 32) + 40
    let layout = try FrameLayout(messageBytes: most, startBytes: 0, frameLength: .kibibytes4)
    #expect(layout.frame(layout.regularFrames).number == .max)
    #expect(throws: FormatProblem.self) {
      try FrameLayout(messageBytes: most + 4_096 + 32, startBytes: 0, frameLength: .kibibytes4)
    }
  }

  @Test func `a range is held by the frames that it touches`() throws {
    let layout = try FrameLayout(messageBytes: 3 * (8_192 + 32) + 40 + 10, startBytes: 0, frameLength: .kibibytes8)
    #expect(layout.frames(holding: 0..<1) == 0..<1)
    #expect(layout.frames(holding: 8_191..<8_193) == 0..<2)
    #expect(layout.frames(holding: 8_192..<16_384) == 1..<2)
    #expect(layout.frames(holding: 24_576..<24_586) == 3..<4)
    #expect(layout.frames(holding: 5..<5).isEmpty)
  }

  @Test func `the frames' own bytes are the format's`() {
    let regular = Frame(number: 0x01020304, isFinal: false, contentBytes: 4_096)
    #expect(regular.prefix == [1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])
    #expect(
      regular.additionalData(messageID: [9]) == [9] + Array("AWSKMSEncryptionClient Frame".utf8) + [
        1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 16, 0,
      ])
    let final = Frame(number: 2, isFinal: true, contentBytes: 5)
    #expect(final.prefix == [255, 255, 255, 255, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5])
    #expect(
      final.additionalData(messageID: []) == Array("AWSKMSEncryptionClient Final Frame".utf8) + [
        0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 5,
      ])
    #expect(Frame.headerNonce == [UInt8](repeating: 0, count: 12))
  }
}
