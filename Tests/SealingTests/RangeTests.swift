import MessageFormat
import Opening
import Sealing
import Synchronization
import Testing
import Vocabulary

/// Notes what was read.
final class WatchedBytes: SealedBytes {
  let message: [UInt8]
  private let seen = Mutex<[Range<Int>]>([])

  init(_ message: [UInt8]) { self.message = message }

  var count: Int { message.count }
  var ranges: [Range<Int>] { seen.withLock { $0 } }

  func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    seen.withLock { $0.append(range) }
    return Array(message[range])
  }
}

/// A source that ends early, or fails.
struct FailingBytes: SealedBytes {
  let count: Int
  let answers: Bool

  func bytes(in range: Range<Int>) async throws(OpeningProblem) -> [UInt8] {
    guard answers else { throw OpeningProblem(.unreadable) }
    return []
  }
}

@Suite struct RangeTests {
  private let content = Messages.content(8_192 * 5 + 100)

  @Test func `any range is the same range of the content`() async throws {
    let reader = try await MessageReader(try Messages.sealed(content), with: Messages.key, expecting: [:])
    var entropy = SeededEntropy(seed: 4)
    for _ in 0..<300 {
      let ends = [Int(entropy.next() % UInt64(content.count + 1)), Int(entropy.next() % UInt64(content.count + 1))].sorted()
      #expect(try await reader.read(ends[0]..<ends[1]) == Array(content[ends[0]..<ends[1]]))
    }
    for range in [0..<0, content.count..<content.count, 0..<content.count, 8_191..<8_193] {
      #expect(try await reader.read(range) == Array(content[range]))
    }
    for range in [-1..<1, 0..<content.count + 1, content.count + 1..<content.count + 1] {
      await #expect(throws: OpeningProblem(.outOfRange)) { try await reader.read(range) }
    }
  }

  @Test func `a range reads the frames that hold it, and no other`() async throws {
    let bytes = WatchedBytes(try Messages.sealed(content))
    let start = try Messages.start(of: bytes.message)
    let reader = try await MessageReader(bytes, with: Messages.key, expecting: [:])
    let before = bytes.ranges.count
    _ = try await reader.read(8_192 * 2 + 5..<8_192 * 3 + 5)
    #expect(Array(bytes.ranges.dropFirst(before)) == [start + 2 * 8_224..<start + 4 * 8_224])
  }

  @Test func `what cannot be verified is not shown, and hinders nothing else`() async throws {
    let message = try Messages.sealed(content)
    let damaged = message.flipping(at: try Messages.start(of: message) + 2 * 8_224 + 5_000)
    let reader = try await MessageReader(damaged, with: Messages.key, expecting: [:])
    #expect(try await reader.read(0..<8_192 * 2) == Array(content[..<(8_192 * 2)]))
    #expect(try await reader.read(8_192 * 3..<content.count) == Array(content[(8_192 * 3)...]))
    for range in [8_192 * 2..<8_192 * 2 + 1, 0..<content.count] {
      await #expect(throws: OpeningProblem(.notAuthentic, frame: 3)) { try await reader.read(range) }
    }
  }

  @Test func `a range of a message without its end is not shown`() async throws {
    let message = try Messages.sealed(content)
    let cut = try Messages.start(of: message) + 3 * 8_224
    await #expect(throws: OpeningProblem(.notWhole)) {
      try await MessageReader(Array(message[..<cut]), with: Messages.key, expecting: [:])
    }
  }

  @Test(arguments: [true, false])
  func `a source that fails is told apart`(answers: Bool) async {
    await #expect(throws: OpeningProblem(.unreadable)) {
      try await MessageReader(FailingBytes(count: 1_000, answers: answers), with: Messages.key, expecting: [:])
    }
  }

  @Test func `a message names the keys that it is sealed to`() async throws {
    let message = try Messages.sealed([1])
    #expect(try await MessageReader.keyNames(of: message, providerID: "switchkeep") == ["sealing/1"])
    #expect(try await MessageReader.keyNames(of: message, providerID: "other").isEmpty)
    await #expect(throws: OpeningProblem(.notWhole)) { try await MessageReader.keyNames(of: [2, 4], providerID: "switchkeep") }
  }

  @Test func `what leaves is a new message to another key`() async throws {
    let reader = try await MessageReader(try Messages.sealed(content), with: Messages.key, expecting: [:])
    let recipient = try OpeningKey.generate(providerID: "auditor", name: "a")
    var exported: [UInt8] = []
    try await reader.seal(to: recipient.publicKey, frameLength: .kibibytes64, context: ["export": "1"]) { exported += $0 }
    #expect(try await Messages.opened(exported, with: recipient, expecting: ["export": "1"]) == content)
    #expect(await Messages.refusal(exported)?.code == .wrongKey)
  }
}
