import MessageFormat
import Opening
import Sealing

/// Keys, contents and messages for the tests.
enum Messages {
  static let key = (try? OpeningKey.generate(providerID: "switchkeep", name: "sealing/1"))!
  static let otherKey = (try? OpeningKey.generate(providerID: "switchkeep", name: "sealing/1"))!
  static let context = ["object": "o-1", "class": "CALL_RECORDINGS"]

  /// Content that differs in each frame; the vectors from the SDK have the same.
  static func content(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }

  static func sealed(
    _ content: [UInt8], frameLength: FrameLength = .kibibytes8, to key: OpeningKey = key, context: [String: String] = context,
    pieceBytes: Int = 3_000
  ) throws -> [UInt8] {
    var writer = try MessageWriter(to: key.publicKey, frameLength: frameLength, context: context)
    var message: [UInt8] = []
    var rest = content[...]
    while !rest.isEmpty {
      message += try writer.append(Array(rest.prefix(pieceBytes)))
      rest = rest.dropFirst(pieceBytes)
    }
    return message + (try writer.finish())
  }

  static func opened(_ message: [UInt8], with key: OpeningKey = key, expecting: [String: String] = [:]) async throws -> [UInt8] {
    try await MessageReader(message, with: key, expecting: expecting).readAll()
  }

  /// Why a message is refused; nil when it opens.
  static func refusal(
    _ message: [UInt8], with key: OpeningKey = key, expecting: [String: String] = [:]
  ) async -> OpeningProblem? {
    do {
      _ = try await opened(message, with: key, expecting: expecting)
      return nil
    } catch { return error as? OpeningProblem ?? OpeningProblem(.unreadable) }
  }

  /// Where the first frame begins.
  static func start(of message: [UInt8]) throws -> Int { try MessageHeader.read(from: message).bytes + MessageHeader.tagBytes }
}

extension [UInt8] {
  func flipping(bit: UInt8 = 1, at index: Int) -> [UInt8] {
    var bytes = self
    bytes[index] ^= bit
    return bytes
  }
}
