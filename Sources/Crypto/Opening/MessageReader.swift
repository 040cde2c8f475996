public import MessageFormat
public import Sealing

/// An authentic, whole message, of which any range of the plaintext can be read.
///
/// What is shown was verified: the header with its commitment, the final frame (so that nothing was cut off), and each frame that
/// a range touches. It holds the message's data key: who must ask before each read makes a new one for each read.
public struct MessageReader: Sendable {
  /// Plaintext that is decrypted at once, to bound what one read holds beside its answer.
  private static let pieceFrames = 16

  let opened: AuthenticHeader
  private let message: any SealedBytes
  private let layout: FrameLayout

  /// - Parameter expected: entries that the message's context must have, such as the object's id.
  /// - Throws: `notWhole` for a message without its end; else what is wrong with it.
  public init(
    _ message: any SealedBytes, with key: OpeningKey, expecting expected: [String: String]
  ) async throws(OpeningProblem) {
    opened = try await AuthenticHeader(of: message, with: key, expecting: expected)
    self.message = message
    layout = try Self.layout(message.count, opened)
    try await checkEnd()
  }

  /// Where the final frame must begin something else does: a cut message. Else it must be authentic.
  private func checkEnd() async throws(OpeningProblem) {
    let last = layout.regularFrames
    let start = layout.place(of: last).lowerBound
    let prefix = layout.frame(last).prefix
    guard try await message.exactly(start..<start + prefix.count) == prefix else { throw OpeningProblem(.notWhole) }
    _ = try await contents(of: last..<last + 1)
  }

  private static func layout(_ messageBytes: Int, _ opened: AuthenticHeader) throws(OpeningProblem) -> FrameLayout {
    do {
      return try FrameLayout(
        messageBytes: messageBytes, startBytes: opened.startBytes, frameLength: opened.header.frameLength)
    } catch {
      throw OpeningProblem(error)
    }
  }

  /// The keys of a namespace that a message says it is sealed to, so that one can be asked for. Nothing of it is authentic.
  public static func keyNames(
    of message: any SealedBytes, providerID: String
  ) async throws(OpeningProblem) -> [String] {
    try await AuthenticHeader.claimed(by: message).dataKeys.filter { $0.providerID == providerID }.map(\.providerInfo)
  }

  public var context: [String: String] { opened.header.context }
  public var frameLength: FrameLength { opened.header.frameLength }
  public var plaintextBytes: Int { layout.plaintextBytes }

  /// Decrypts a range of the plaintext.
  /// - Throws: `outOfRange`; `notAuthentic` with the frame, in which case nothing of the range is shown.
  public func read(_ range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    guard range.lowerBound >= 0, range.upperBound <= plaintextBytes else { throw OpeningProblem(.outOfRange) }
    var frames = layout.frames(holding: range)
    let skipped = range.lowerBound - frames.lowerBound * frameLength.rawValue
    var plaintext: [UInt8] = []
    plaintext.reserveCapacity(range.count + frameLength.rawValue * 2)
    while !frames.isEmpty {
      let piece = frames.prefix(Self.pieceFrames)
      plaintext += try await contents(of: piece)
      frames = frames.dropFirst(piece.count)
    }
    return range.isEmpty ? [] : Array(plaintext[skipped..<skipped + range.count])
  }

  /// Decrypts all of it.
  public func readAll() async throws(OpeningProblem) -> [UInt8] { try await read(0..<plaintextBytes) }

  /// Seals the content anew, to another key or in another form: the message that leaves is a new one.
  /// - Parameter write: takes the new message, in order. Its error is thrown on.
  public func seal(
    to recipient: SealingPublicKey, frameLength: FrameLength, context: [String: String],
    write: ([UInt8]) async throws -> Void
  ) async throws {
    var writer = try MessageWriter(to: recipient, frameLength: frameLength, context: context)
    var at = 0
    while at < plaintextBytes {
      let end = min(at + self.frameLength.rawValue * Self.pieceFrames, plaintextBytes)
      try await write(writer.append(try await read(at..<end)))
      at = end
    }
    try await write(writer.finish())
  }

  private func contents(of frames: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    guard let first = frames.first, let last = frames.last else { return [] }
    let start = layout.place(of: first).lowerBound
    let sealed = try await message.exactly(start..<layout.place(of: last).upperBound)
    var plaintext: [UInt8] = []
    for index in frames {
      let place = layout.place(of: index)
      let frame = layout.frame(index)
      guard let content = opened.keys.open(sealed[place.lowerBound - start..<place.upperBound - start], as: frame) else {
        throw OpeningProblem(.notAuthentic, frame: frame.number)
      }
      plaintext += content
    }
    return plaintext
  }
}
