import MessageFormat
import Opening
import Sealing
import Testing

@Suite struct RecoveryTests {
  private let content = Messages.content(8_192 * 3 + 100)

  private func examined(_ message: [UInt8]) async throws -> MessageExamination {
    try await MessageExamination(of: message, with: Messages.key, expecting: ["object": "o-1"])
  }

  private func resealed(_ found: MessageExamination) async throws -> (context: [String: String], content: [UInt8]) {
    var message: [UInt8] = []
    try await found.sealPrefix(to: Messages.key.publicKey, context: found.context) { message += $0 }
    let reader = try await MessageReader(message, with: Messages.key, expecting: [:])
    return (reader.context, try await reader.readAll())
  }

  @Test func `a torn message keeps its whole frames, and says that it was torn`() async throws {
    let message = try Messages.sealed(content)
    let start = try Messages.start(of: message)
    let cuts = Array(stride(from: start, to: message.count, by: 977)) + [start + 8_224, start + 3 * 8_224, message.count - 1]
    for cut in cuts {
      let found = try await examined(Array(message[..<cut]))
      let frames = (cut - start) / 8_224
      #expect(found.ending == .torn, "\(cut) bytes")
      #expect(found.plaintextBytes == frames * 8_192)
      let (context, kept) = try await resealed(found)
      #expect(kept == Array(content[..<(frames * 8_192)]))
      #expect(context == Messages.context.merging(["truncated": "true"]) { $1 })
    }
  }

  @Test func `a whole message stays what it was`() async throws {
    for count in [0, 8_192, content.count] {
      let found = try await examined(try Messages.sealed(Messages.content(count)))
      #expect(found.ending == .whole)
      let (context, kept) = try await resealed(found)
      #expect(kept == Messages.content(count))
      #expect(context == Messages.context)
    }
  }

  @Test func `a damaged message keeps what stands before the damage`() async throws {
    let message = try Messages.sealed(content)
    let start = try Messages.start(of: message)
    let second = try await examined(message.flipping(at: start + 8_224 + 100))
    #expect(second.ending == .damaged(frame: 2))
    #expect(try await resealed(second).content == Array(content[..<8_192]))
    let last = try await examined(message.flipping(at: message.count - 1))
    #expect(last.ending == .damaged(frame: 4))
    #expect(try await resealed(last).content == Array(content[..<(3 * 8_192)]))
  }

  @Test func `without an authentic header nothing is recovered`() async throws {
    let message = try Messages.sealed(content)
    let start = try Messages.start(of: message)
    for broken in [Array(message[..<(start - 1)]), message.flipping(at: start - 1), message.flipping(at: 10), []] {
      await #expect(throws: OpeningProblem.self) { try await examined(broken) }
    }
    await #expect(throws: OpeningProblem(.otherContext)) {
      try await MessageExamination(of: message, with: Messages.key, expecting: ["object": "o-2"])
    }
  }
}
