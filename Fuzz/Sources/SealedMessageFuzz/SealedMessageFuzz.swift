import FuzzEntry
import MessageFormat

/// Input: a message of unknown origin.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    guard let (header, bytes) = try? MessageHeader.read(from: input) else { return }
    mustHold(Array(input[..<bytes]) == header.bytes, "a header has one form: what was read is written the same")
    mustHold(bytes + MessageHeader.tagBytes <= MessageHeader.bytesMax, "a header is bounded")
    mustHold((1...MessageHeader.dataKeysMax).contains(header.dataKeys.count), "data keys are counted")
    let start = bytes + MessageHeader.tagBytes
    guard
      let layout = try? FrameLayout(messageBytes: input.count, startBytes: start, frameLength: header.frameLength)
    else { return }
    mustHold(layout.place(of: layout.regularFrames).upperBound == input.count, "the frames fill the message")
    mustHold(layout.frames(holding: 0..<layout.plaintextBytes).count <= layout.regularFrames + 1, "no frame is beyond the last")
  }
}
