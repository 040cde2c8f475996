/// Where the frames of a whole message lie, by arithmetic alone: its length tells how many there are.
public struct FrameLayout: Sendable, Hashable {
  /// Bytes before the first frame: the header and its tag.
  public let startBytes: Int
  public let frameLength: FrameLength
  /// Frames before the final one.
  public let regularFrames: Int
  public let finalContentBytes: Int

  /// Regular frames at most, so that the final one has a number too.
  public static let regularFramesMax = Int(UInt32.max) - 1

  /// - Throws: `truncated` where no whole message has that length, `tooLarge` for more frames than can be numbered.
  public init(messageBytes: Int, startBytes: Int, frameLength: FrameLength) throws(FormatProblem) {
    let body = messageBytes - startBytes - Frame.finalOverheadBytes
    let stride = frameLength.rawValue + Frame.regularOverheadBytes
    guard body >= 0, body % stride <= frameLength.rawValue else {
      throw FormatProblem(.truncated, "no whole message is \(messageBytes) bytes long")
    }
    guard body / stride <= Self.regularFramesMax else {
      throw FormatProblem(.tooLarge, "a message has \(UInt32.max) frames at most")
    }
    self.startBytes = startBytes
    self.frameLength = frameLength
    regularFrames = body / stride
    finalContentBytes = body % stride
  }

  public var plaintextBytes: Int { regularFrames * frameLength.rawValue + finalContentBytes }

  /// - Parameter index: from 0 to `regularFrames`, which is the final frame's.
  public func frame(_ index: Int) -> Frame {
    let isFinal = index == regularFrames
    return Frame(
      number: UInt32(index + 1), isFinal: isFinal, contentBytes: isFinal ? finalContentBytes : frameLength.rawValue)
  }

  /// Where a frame stands in the message.
  public func place(of index: Int) -> Range<Int> {
    let start = Self.start(of: index, startBytes: startBytes, frameLength: frameLength)
    let overhead = index == regularFrames ? Frame.finalOverheadBytes : Frame.regularOverheadBytes
    return start..<start + overhead + frame(index).contentBytes
  }

  /// Where a frame of that index begins in any message, whole or torn.
  public static func start(of index: Int, startBytes: Int, frameLength: FrameLength) -> Int {
    startBytes + index * (frameLength.rawValue + Frame.regularOverheadBytes)
  }

  /// The frames that hold a range of the plaintext; none for an empty range.
  /// - Parameter range: within 0..<plaintextBytes.
  public func frames(holding range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return 0..<0 }
    return range.lowerBound / frameLength.rawValue..<min((range.upperBound - 1) / frameLength.rawValue, regularFrames) + 1
  }
}
