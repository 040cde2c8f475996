import ConnectAPI
import Foundation
import GRDB
import Keep
import Link
import Logging
import SQLiteEngine
import Synchronization
import Testing
import Vocabulary

/// What is done to keys as time goes on, and what is on record of it.
@Suite final class KeyUpkeepTests: Sendable {
  private static let start = Moment(seconds: 1_800_000_000)
  private static let day: Int64 = 86_400

  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("upkeep-\(UUID().uuidString)").path
  private let clock = Mutex(start)

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private func keep() async throws -> (keep: KeepProcess, keys: KeyService, database: SQLiteDatabase) {
    let (database, keys) = try await Fixture.keys(in: folder)
    let keep = try await KeepProcess.open(
      KeepProcess.Configuration(
        folder: folder, place: Place(partition: "aws", region: "us-east-1", account: "111122223333"), quotas: Quotas([:]),
        checksResponses: false, rates: CallerRates.Limits(), now: { [self] in clock.withLock { $0 } },
        newID: { UUID().uuidString }, logger: Logger(label: "t")),
      database: database, keys: keys, switchSide: NoPeer())
    return (keep, keys, database)
  }

  private static func events(_ database: SQLiteDatabase) async throws -> [JSON] {
    let texts = try await database.read { database in
      try Data.fetchAll(database, sql: "SELECT CAST(event AS BLOB) FROM audit_event ORDER BY sequence")
    }
    return try texts.map { try JSON.parse(Array($0)) }
  }

  private func pass(days: Int64) { clock.withLock { $0 = $0.adding(seconds: days * Self.day) } }

  @Test func `a key whose time has come is destroyed, and that is on record`() async throws {
    let (keep, keys, database) = try await keep()
    let key = try await keys.createKey(description: "", policy: "{}", alias: nil, at: Self.start)
    try await keys.scheduleDeletion(of: key.id, days: 7, at: Self.start)
    pass(days: 6)
    try await keep.tendKeys()
    #expect(try await Self.events(database).isEmpty)
    #expect(try await keys.key(key.id).state == .pendingDeletion)
    pass(days: 1)
    for _ in 0..<2 { try await keep.tendKeys() }
    #expect(try await keys.key(key.id).state == .destroyed)
    let events = try await Self.events(database)
    #expect(events.count == 1 && events[0]["eventName"]?.string == "DeleteKey")
    #expect(events[0]["requestParameters"]?["keyId"]?.string == key.id)
    try await keep.close()
  }

  @Test func `pairs of the instances that there are get a successor`() async throws {
    let (keep, keys, database) = try await keep()
    let responder = LinkResponder()
    keep.serve(responder)
    let arn = "arn:aws:connect:us-east-1:111122223333:instance/here"
    _ = try await InProcessLink(to: responder).send(ProvisionInstance(instanceID: "here", arn: arn, hasPasswords: true))
    let key = try await keys.defaultKey(in: "111122223333", at: Self.start)
    for instance in ["here", "gone"] {
      let scope = SealingScope(instanceID: instance, contentClass: .chatTranscripts, keyID: key.id)
      _ = try await keys.sealingKey(for: scope, at: Self.start, recording: { _ in })
    }
    func counts() async throws -> [String: Int] {
      try await database.read { database in
        let rows = try Row.fetchAll(database, sql: "SELECT instance, count(*) AS pairs FROM sealing_pair GROUP BY instance")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["instance"], $0["pairs"]) })
      }
    }
    pass(days: 29)
    try await keep.tendKeys()
    #expect(try await counts() == ["here": 1, "gone": 1])
    pass(days: 1)
    for _ in 0..<2 { try await keep.tendKeys() }
    #expect(try await counts() == ["here": 2, "gone": 1])
    // A key that is disabled is left alone, and holds nothing up.
    try await keys.disable(key.id)
    pass(days: 31)
    try await keep.tendKeys()
    #expect(try await counts() == ["here": 2, "gone": 1])
    try await keep.close()
  }

  @Test func `how a sealed keep was opened is on record`() async throws {
    let (keep, _, database) = try await keep()
    var attempts = UnsealAttempts()
    try await keep.recordUnsealing(by: 0, with: "secret", after: attempts)
    #expect(try await Self.events(database).map { $0["errorCode"]?.string } == [nil])
    let delays = (0..<8).map { _ in
      attempts.failed(1_000, at: Self.start)
      return attempts.delaySeconds
    }
    #expect(UnsealAttempts().delaySeconds == 0 && delays == [1, 2, 4, 8, 16, 30, 30, 30])
    try await keep.recordUnsealing(by: 0, with: "recovery-key", after: attempts)
    let events = try await Self.events(database)
    #expect(events.map { $0["eventName"]?.string } == ["UnsealKeep", "UnsealKeep", "UnsealKeep"])
    #expect(events[1]["errorCode"]?.string == "WrongSecret" && events[1]["requestParameters"]?["attempts"] == .number(8))
    #expect(events[1]["requestParameters"]?["users"] == [.number(1_000)])
    #expect(events[2]["requestParameters"]?["with"]?.string == "recovery-key")
    try await keep.close()
  }
}
