import MessageFormat
public import Sealing

/// What a message still holds: the frames from its start that are authentic, however it goes on.
///
/// A writer that was killed leaves a message without its end. It stays as it is, since to append under its data key would use
/// nonces twice; `sealPrefix` seals what it holds anew, and says so in the context.
public struct MessageExamination: Sendable {
  public enum Ending: Sendable, Hashable {
    case whole
    /// The bytes end before the final frame does.
    case torn
    /// A frame that is there was changed, or stands where another belongs.
    case damaged(frame: UInt32)
  }

  /// The entry by which a message says that it holds but the start of another.
  public static let truncatedEntry = (name: "truncated", value: "true")

  private let opened: AuthenticHeader
  private let message: any SealedBytes
  public private(set) var ending = Ending.torn
  /// Regular frames that are authentic, one after the other from the first.
  private var frames = 0
  private var finalContent: Frame?

  public var context: [String: String] { opened.header.context }
  /// Plaintext that can be read.
  public var plaintextBytes: Int { frames * opened.header.frameLength.rawValue + (finalContent?.contentBytes ?? 0) }

  /// Reads and verifies every frame.
  /// - Throws: what is wrong with the header; without one nothing can be read.
  public init(
    of message: any SealedBytes, with key: OpeningKey, expecting expected: [String: String]
  ) async throws(OpeningProblem) {
    opened = try await AuthenticHeader(of: message, with: key, expecting: expected)
    self.message = message
    while frames < FrameLayout.regularFramesMax, try await content(of: regular(frames)) != nil { frames += 1 }
    ending = try await readEnd()
  }

  private mutating func readEnd() async throws(OpeningProblem) -> Ending {
    let whole = try? FrameLayout(
      messageBytes: message.count, startBytes: opened.startBytes, frameLength: opened.header.frameLength)
    if let whole, whole.regularFrames == frames {
      let last = whole.frame(frames)
      if try await content(of: last) != nil {
        finalContent = last
        return .whole
      }
      // What a torn write leaves does not tell its own length.
      let start = start(of: frames)
      if try await message.exactly(start..<start + last.prefix.count) == last.prefix { return .damaged(frame: last.number) }
    }
    return start(of: frames + 1) <= message.count ? .damaged(frame: UInt32(frames + 1)) : .torn
  }

  /// Seals what can be read anew.
  /// - Parameters:
  ///   - context: of the new message; unless this one is whole, `truncated` is added to it.
  ///   - write: takes the new message, in order. Its error is thrown on.
  public func sealPrefix(
    to recipient: SealingPublicKey, context: [String: String], write: ([UInt8]) async throws -> Void
  ) async throws {
    let marked = ending == .whole ? [:] : [Self.truncatedEntry.name: Self.truncatedEntry.value]
    var writer = try MessageWriter(
      to: recipient, frameLength: opened.header.frameLength, context: context.merging(marked) { $1 })
    for index in 0..<frames { try await write(writer.append(try await known(regular(index)))) }
    if let finalContent { try await write(writer.append(try await known(finalContent))) }
    try await write(writer.finish())
  }

  private func regular(_ index: Int) -> Frame {
    Frame(number: UInt32(index + 1), isFinal: false, contentBytes: opened.header.frameLength.rawValue)
  }

  private func start(of index: Int) -> Int {
    FrameLayout.start(of: index, startBytes: opened.startBytes, frameLength: opened.header.frameLength)
  }

  /// A frame that was authentic when it was counted.
  private func known(_ frame: Frame) async throws(OpeningProblem) -> [UInt8] {
    guard let content = try await content(of: frame) else { throw OpeningProblem(.notAuthentic, frame: frame.number) }
    return content
  }

  private func content(of frame: Frame) async throws(OpeningProblem) -> [UInt8]? {
    let start = start(of: Int(frame.number) - 1)
    let end = start + frame.prefix.count + frame.contentBytes + Frame.tagBytes
    guard end <= message.count else { return nil }
    return opened.keys.open(try await message.exactly(start..<end)[...], as: frame)
  }
}
