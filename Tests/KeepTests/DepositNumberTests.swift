import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import MessageFormat
import Sealing
import SQLiteEngine
import Testing
import Vocabulary

/// What a switch leaves is numbered: what is missing is on record once, what comes again is dropped, in whatever form it comes.
@Suite final class DepositNumberTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("numbers-\(UUID().uuidString)").path
  private let database: SQLiteDatabase
  private let keep: KeepProcess
  private let link: InProcessLink

  init() async throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let (database, keys) = try await Fixture.keys(in: folder)
    self.database = database
    keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: "111122223333"), quotas: Quotas([:]),
        checksResponses: true, rates: CallerRates.Limits(), now: { Moment(seconds: 1_800_000_000) }, newID: { UUID().uuidString },
        logger: Logger(label: "test")),
      database: database, keys: keys, switchSide: NoPeer())
    let responder = LinkResponder()
    keep.serve(responder)
    link = InProcessLink(to: responder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// One event each, by its number.
  private func message(_ boot: String, _ numbers: [Int], after preceding: EndedBoot? = nil) -> TakeDeposits {
    TakeDeposits(
      outboxID: "o", commits: numbers.map { "\(boot)\($0)" }, deposits: [],
      entries: numbers.indices.map { StreamEntry(commit: $0, kind: .agentEvent, instanceID: "i", pieces: [$0]) },
      pieces: numbers.map { Array(#"{"EventId":"\#(boot)\#($0)"}"#.utf8) },
      numbers: DepositNumbers(boot: boot, numbers: numbers, preceding: preceding))
  }

  private func taken() async throws -> [String] {
    try await keep.stream(after: .start, batches: 100).compactMap { $0.json["event"]?["EventId"]?.string }
  }

  private func gaps() async throws -> [String] {
    try await events("DepositGap").map { event in
      let parameters = event["requestParameters"]
      return ["boot", "expected", "last", "received"].map { parameters?[$0]?.text ?? "-" }.joined(separator: " ")
    }
  }

  private func events(_ name: String) async throws -> [JSON] {
    try await database.read { database in
      try String.fetchAll(database, sql: "SELECT event FROM audit_event ORDER BY sequence").map { try JSON.parse(Array($0.utf8)) }
    }.filter { $0["eventName"]?.string == name }
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

  private func key(_ contentClass: String) async throws -> SealingPublicKey {
    let arn = "arn:aws:connect:us-east-1:111122223333:instance/here"
    _ = try await link.send(ProvisionInstance(instanceID: "here", arn: arn, hasPasswords: true))
    let instance = contentClass == DepositPage.contentClass ? DepositPage.instanceID : "here"
    let carried = try #require(try await link.send(IssueSealingKey(instanceID: instance, contentClass: contentClass)))
    return try SealingPublicKey(der: carried.der, providerID: carried.providerID, name: carried.name)
  }

  private func sealed(_ page: DepositPage, to contentClass: String, outbox: String = "o") async throws -> [UInt8] {
    var plaintext = LinkWriter()
    page.write(into: &plaintext)
    var writer = try MessageWriter(
      to: try await key(contentClass), frameLength: .kibibytes64, context: DepositPage.context(outboxID: outbox))
    let start = try writer.append(plaintext.bytes)
    return start + (try writer.finish())
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
    #expect(try await events("RefuseDeposit").count == refused.count)
    _ = try await link.send(message("a", [2]))
    #expect(try await gaps() == [#""a" 1 1 2"#])
    // The control: unchanged it is taken.
    _ = try await link.send(
      TakeSealedDeposits(message: try await sealed(DepositPage(events: [], deposits: message("a", [3])), to: "DEPOSITS")))
    #expect(try await taken() == ["a2", "a3"])
  }
}
