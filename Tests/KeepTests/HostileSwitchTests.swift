import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import SQLiteEngine
import Testing
import Vocabulary

/// A switch that was broken into says what it likes: the keep goes on, forgets nothing, and its ledger stays readable.
@Suite final class HostileSwitchTests: Sendable {
  private static let account = "111122223333"
  private static let arn = "arn:aws:connect:us-east-1:111122223333:instance/here"
  private static let now = Moment(seconds: 1_800_000_000)

  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hostile-\(UUID().uuidString)").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private struct Opened {
    let keep: KeepProcess
    let link: InProcessLink
    let database: SQLiteDatabase

    func events() async throws -> [JSON] {
      let texts = try await database.read { database in
        try Data.fetchAll(database, sql: "SELECT CAST(event AS BLOB) FROM audit_event ORDER BY sequence")
      }
      return try texts.map { try JSON.parse(Array($0)) }
    }

    func records() async throws -> Int {
      try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM record") ?? 0 }
    }
  }

  private func opened() async throws -> Opened {
    let (database, keys) = try await Fixture.keys(in: folder)
    let keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: Self.account), quotas: Quotas([:]),
        checksResponses: true, rates: CallerRates.Limits(), now: { Self.now }, newID: { UUID().uuidString },
        logger: Logger(label: "t")),
      database: database, keys: keys, switchSide: NoPeer())
    let responder = LinkResponder()
    keep.serve(responder)
    let link = InProcessLink(to: responder)
    _ = try await link.send(ProvisionInstance(instanceID: "here", arn: Self.arn, hasPasswords: true))
    return Opened(keep: keep, link: link, database: database)
  }

  // MARK: Instances

  @Test(arguments: ["111122223333", "here", "%", ""]) func nothingIsForgottenThatNobodyDeleted(_ instance: String) async throws {
    let opened = try await opened()
    let before = try await opened.records()
    #expect(before > 1)
    _ = try await opened.link.send(RetireInstance(instanceID: instance))
    #expect(try await opened.records() == before)
    #expect(try await opened.events().last?["eventName"]?.string == "RefuseRetirement")
    try await opened.keep.close()
  }

  @Test func sealingKeysAreForInstancesThatThereAre() async throws {
    let opened = try await opened()
    func key(_ instance: String, _ contentClass: String) async throws -> CarriedSealingKey? {
      try await opened.link.send(IssueSealingKey(instanceID: instance, contentClass: contentClass))
    }
    #expect(try await key("here", "CHAT_TRANSCRIPTS") != nil)
    #expect(try await key(DepositPage.instanceID, "DEPOSITS") != nil)
    #expect(try await key("made-up", "CHAT_TRANSCRIPTS") == nil)
    #expect(try await key("made-up", "DEPOSITS") == nil)
    try await opened.keep.close()
  }

  // MARK: Events

  private static func event(_ changes: [(String, JSON)]) -> JSON {
    var event: JSON.Object = JSON.Object()
    for (name, value) in [
      ("eventID", "one"), ("eventName", "ListQueues"), ("eventTime", "2027-01-15T08:00:00Z"),
      ("userIdentity", ["type": "Unknown"]),
    ] + changes { event[name] = value }
    return JSON(.object(event))
  }

  @Test func whatTheKeepDoesTheKeepAloneSays() async throws {
    let opened = try await opened()
    _ = try await opened.link.send(
      RecordEvents(events: [
        Self.event([("eventSource", "kms.amazonaws.com"), ("eventName", "DeleteKey"), ("eventType", "Command")])
      ]))
    let event = try await opened.events().last
    #expect(event?["eventSource"]?.string == "connect.amazonaws.com" && event?["eventType"]?.string == "AwsApiCall")
    try await opened.keep.close()
  }

  @Test(
    arguments: [
      ("eventTime", "9999-01-01T00:00:00Z"), ("eventTime", "soon"), ("eventID", "a\u{0}b"), ("eventID", ""),
      ("userAgent", JSON.string(String(repeating: "\u{8}", count: 300_000))),
      ("userIdentity", ["type": "Operator", "arn": "arn:eve"]),
    ] as [(String, JSON)])
  func anEventThatIsNoneIsOneOfItsRefusal(_ member: String, _ value: JSON) async throws {
    let opened = try await opened()
    for _ in 0..<2 { _ = try await opened.link.send(RecordEvents(events: [Self.event([(member, value)])])) }
    let refusals = try await opened.events().filter { $0["eventName"] == "RefuseEvent" }
    // Twice it is one event, and the ledger stands.
    #expect(refusals.count == 1 && refusals[0]["requestParameters"]?["EventName"] == "ListQueues")
    #expect(refusals[0].text.utf8.count < 4_096)
    try await opened.keep.close()
  }

  @Test func aSealingKeyThatTheSwitchRefusedIsOnRecord() async throws {
    let opened = try await opened()
    _ = try await opened.link.send(
      RecordEvents(events: [
        Self.event([
          ("eventName", "RefuseSealingKey"), ("userIdentity", ["type": "AWSService", "invokedBy": "switchkeep"]),
          ("requestParameters", ["instanceId": "here", "class": "CHAT_TRANSCRIPTS"]),
        ])
      ]))
    let event = try await opened.events().last
    #expect(event?["eventName"] == "RefuseSealingKey" && event?["requestParameters"]?["class"] == "CHAT_TRANSCRIPTS")
    try await opened.keep.close()
  }

  // MARK: Deposits

  private static func deposits(record: String = "{}", entry: [Int] = [0], pieces: [String] = ["{}"]) -> TakeDeposits {
    TakeDeposits(
      outboxID: "outbox", commits: ["c"],
      deposits: [
        Deposit(
          commit: 0, contactID: "x", initialContactID: "x", instanceID: "here", keyID: "", initiatedAt: now,
          record: Array(record.utf8), flowLog: [], objects: [], readers: [])
      ], entries: [StreamEntry(commit: 0, kind: .agentEvent, instanceID: "here", pieces: entry)],
      pieces: pieces.map { Array($0.utf8) })
  }

  @Test func whatOthersCouldNotReadIsNotTaken() async throws {
    let opened = try await opened()
    let hostile = [
      Self.deposits(record: "no JSON"), Self.deposits(pieces: ["no JSON"]), Self.deposits(entry: [7]),
      // Few bytes that become many.
      Self.deposits(entry: Array(repeating: 0, count: 100_000), pieces: [String(repeating: " ", count: 1_000)]),
    ]
    for message in hostile {
      await #expect { _ = try await opened.link.send(message) } throws: { ($0 as? LinkProblem)?.code == .malformed }
    }
    _ = try await opened.link.send(Self.deposits())
    #expect(try await opened.keep.stream(after: .start, batches: 10).count == 2)
    try await opened.keep.close()
  }
}
