import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import SQLiteEngine
import Testing
import Vocabulary

/// The ledger behind its two doors: events come in by the Link, outsiders look at the file.
@Suite final class LedgerServiceTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledger-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var reader: LedgerReader { LedgerReader(keepFolder: folder) }

  private func keep() async throws -> (keep: KeepProcess, link: InProcessLink) {
    let (database, keys) = try await Fixture.keys(in: folder)
    let keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: "111122223333"), quotas: Quotas([:]),
        checksResponses: false, rates: CallerRates.Limits(), now: { Moment(seconds: 1_800_000_000) },
        newID: { UUID().uuidString },
        logger: Logger(label: "t")),
      database: database, keys: keys, switchSide: NoPeer())
    let responder = LinkResponder()
    keep.serve(responder)
    let link = InProcessLink(to: responder)
    return (keep, link)
  }

  private static func event(_ number: Int, name: String = "ListQueues") -> JSON {
    [
      "eventID": .string("event-\(number)"), "eventName": .string(name), "eventTime": "2027-01-15T08:00:00Z",
      "eventSource": "connect.amazonaws.com", "eventType": "AwsApiCall", "n": .number(number),
    ]
  }

  private func verify() throws -> LedgerReport { try reader.verify(key: try reader.verifierKey(), against: []) }

  /// Changes the file as who has it can.
  private func tamper(_ sql: String) async throws {
    let queue = try DatabaseQueue(path: "\(folder)/keep.sqlite")
    try await queue.write { try $0.execute(sql: sql) }
    try queue.close()
  }

  @Test func whatComesTwiceIsOneLeaf() async throws {
    let (keep, link) = try await keep()
    _ = try await link.send(RecordEvents(events: (0..<300).map { Self.event($0) }))
    _ = try await link.send(RecordEvents(events: (200..<400).map { Self.event($0) } + [Self.event(399), Self.event(0)]))
    try await keep.close()
    let report = try verify()
    #expect(report.isClean && report.entries == 400 && report.covered == 400, "\(report.findings)")
    var lines: [String] = []
    try reader.export(after: 397) { lines.append($0) }
    #expect(lines == [398, 399].map { "{\"index\":\($0),\"event\":\(Self.event($0).text)}" })
  }

  @Test func manyAtOnceStandInOneOrder() async throws {
    let (keep, link) = try await keep()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<40 {
        group.addTask {
          for number in 0..<20 { _ = try await link.send(RecordEvents(events: [Self.event(writer * 100 + number)])) }
        }
      }
      try await group.waitForAll()
    }
    try await keep.close()
    let report = try verify()
    #expect(report.isClean && report.entries == 800, "\(report.findings)")
  }

  /// An append that cannot be whole throws and leaves nothing, the good events beside the bad one included.
  @Test func appendingFailsLoudly() async throws {
    let (keep, link) = try await keep()
    _ = try await link.send(RecordEvents(events: [Self.event(0)]))
    for bad in [Self.event(0, name: "Other"), ["eventID": ""], ["eventID": "nameless"], "text"] as [JSON] {
      await #expect(throws: LinkProblem.self) { try await link.send(RecordEvents(events: [Self.event(1), bad])) }
    }
    _ = try await link.send(RecordEvents(events: [Self.event(2)]))
    try await keep.close()
    let report = try verify()
    #expect(report.isClean && report.entries == 2, "\(report.findings)")
  }

  @Test func aTreeThatDoesNotFitTheEntriesTakesNoMore() async throws {
    let (keep, link) = try await keep()
    _ = try await link.send(RecordEvents(events: (0..<5).map { Self.event($0) }))
    try await tamper("DELETE FROM audit_event WHERE sequence = 5")
    await #expect(throws: LinkProblem.self) { try await link.send(RecordEvents(events: [Self.event(6)])) }
    _ = keep
  }

  /// The keep never signs what contradicts its own signature, whether the older checkpoint is still there or not.
  @Test(arguments: ["SELECT 1", "DELETE FROM ledger_checkpoint"]) func noTwoStoriesAreSigned(_ also: String) async throws {
    let (keep, link) = try await keep()
    _ = try await link.send(RecordEvents(events: (0..<5).map { Self.event($0) }))
    try await keep.settleLedger()
    _ = try await link.send(RecordEvents(events: [Self.event(5)]))
    try await tamper("UPDATE ledger_tile SET hashes = CAST(zeroblob(32) || substr(hashes, 33) AS BLOB); \(also)")
    await #expect(throws: LedgerServiceProblem.self) { try await keep.settleLedger() }
  }

  @Test func aKeyThatIsGoneIsNotMadeAnew() async throws {
    let (keep, link) = try await keep()
    _ = try await link.send(RecordEvents(events: [Self.event(0)]))
    try await keep.close()
    try await tamper("DELETE FROM ledger_key")
    await #expect(throws: LedgerServiceProblem.self) { try await self.keep() }
  }

  @Test func theKeyStaysOverRestarts() async throws {
    let (first, _) = try await keep()
    try await first.close()
    let (second, _) = try await keep()
    #expect(first.ledgerVerifierKey == second.ledgerVerifierKey)
    try await second.close()
  }
}
