import Keep
import Link
import Testing
import Vocabulary

/// What a switch leaves is numbered: what is missing is on record once, what comes again is dropped, in whatever form it comes.
@Suite struct DepositNumberTests {
  private let small: SwitchInSmall

  init() async throws { small = try await SwitchInSmall() }

  private var link: InProcessLink { small.link }

  /// One event each, by its number.
  private func message(_ boot: String, _ numbers: [Int], after preceding: EndedBoot? = nil) -> TakeDeposits {
    TakeDeposits(
      outboxID: "o", commits: numbers.map { "\(boot)\($0)" }, deposits: [],
      entries: numbers.indices.map { StreamEntry(commit: $0, kind: .agentEvent, instanceID: "i", pieces: [$0]) },
      pieces: numbers.map { Array(#"{"EventId":"\#(boot)\#($0)"}"#.utf8) },
      numbers: DepositNumbers(boot: boot, numbers: numbers, preceding: preceding))
  }

  private func taken() async throws -> [String] {
    try await small.keep.stream(after: .start, batches: 100).compactMap { $0.json["event"]?["EventId"]?.string }
  }

  private func gaps() async throws -> [String] {
    try await small.events("DepositGap").map { event in
      let parameters = event["requestParameters"]
      return ["boot", "expected", "last", "received"].map { parameters?[$0]?.text ?? "-" }.joined(separator: " ")
    }
  }

  @Test func whatComesInOrderLeavesNoGapAndComesOnce() async throws {
    for numbers in [[1], [1], [1, 2], [2, 3], [3], [1, 2, 3], [4]] { _ = try await link.send(message("a", numbers)) }
    #expect(try await taken() == ["a1", "a2", "a3", "a4"])
    _ = try await link.send(message("b", [1], after: EndedBoot(boot: "a", last: 4)))
    #expect(try await gaps() == [])
  }

  @Test func whatIsMissingIsToldOnce() async throws {
    for numbers in [[1], [3, 4], [3, 4], [5, 8]] { _ = try await link.send(message("a", numbers)) }
    #expect(try await gaps() == [#""a" 2 2 3"#, #""a" 6 7 8"#])
    #expect(try await taken() == ["a1", "a3", "a4", "a5", "a8"])
  }

  @Test func aBootThatEndedWithMoreThanCameIsTold() async throws {
    _ = try await link.send(message("a", [1, 2]))
    let ended = EndedBoot(boot: "a", last: 5)
    for numbers in [[1], [1], [2]] { _ = try await link.send(message("b", numbers, after: numbers[0] == 1 ? ended : nil)) }
    _ = try await link.send(message("c", [2]))
    #expect(try await gaps() == [#""a" 3 5 -"#, #""c" 1 1 2"#])
  }

  // MARK: Sealed

  private func sealed(_ page: DepositPage, to contentClass: String, outbox: String = "o") async throws -> [UInt8] {
    var plaintext = LinkWriter()
    page.write(into: &plaintext)
    let instance = contentClass == DepositPage.contentClass ? DepositPage.instanceID : "i"
    let key = try await small.sealingKey(contentClass, in: instance)
    return try small.message(plaintext.bytes, to: key, context: DepositPage.context(outboxID: outbox))
  }

  @Test func aSealedPageIsTakenOnceWhetherOrNotItCameOpenBefore() async throws {
    let page = try await sealed(DepositPage(events: [], deposits: message("a", [1, 2])), to: "DEPOSITS")
    _ = try await link.send(message("a", [1]))
    for _ in 0..<2 { _ = try await link.send(TakeSealedDeposits(message: page)) }
    #expect(try await taken() == ["a1", "a2"])
    #expect(try await gaps() == [])
  }

  @Test func whatIsNoPageIsDroppedAndMissed() async throws {
    let page = DepositPage(events: [], deposits: message("a", [1]))
    var changed = try await sealed(page, to: "DEPOSITS")
    changed[changed.count - 20] ^= 1
    let refused = [
      changed, try await sealed(page, to: "CHAT_TRANSCRIPTS"), try await sealed(page, to: "DEPOSITS", outbox: "another"), [],
      Array("nonsense".utf8),
    ]
    for message in refused { _ = try await link.send(TakeSealedDeposits(message: message)) }
    #expect(try await taken() == [])
    #expect(try await small.events("RefuseDeposit").count == refused.count)
    _ = try await link.send(message("a", [2]))
    #expect(try await gaps() == [#""a" 1 1 2"#])
    // The control: unchanged it is taken.
    _ = try await link.send(
      TakeSealedDeposits(message: try await sealed(DepositPage(events: [], deposits: message("a", [3])), to: "DEPOSITS")))
    #expect(try await taken() == ["a2", "a3"])
  }
}
