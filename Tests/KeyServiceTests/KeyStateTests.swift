import GRDB
import Keep
import Sealing
import SQLiteEngine
import Testing
import Vocabulary

private struct Unwritten: Error {}

@Suite struct KeyStateTests {
  @Test func `a disabled key makes its content dark at once, and an enabled one light`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let (key, other) = (try await fixture.makeKey(alias: "alias/recordings"), try await fixture.makeKey())
    let (dark, light) = (fixture.scope(key: key), fixture.scope(key: other))
    let messages = (try await fixture.sealed(dark), try await fixture.sealed(light))
    #expect(try await fixture.opened(messages.0) == [1, 2, 3])
    try await fixture.service.disable("alias/recordings")
    #expect(await refusal { _ = try await fixture.opened(messages.0) } == .disabled)
    // It is sealed to on, so that nothing is held up, and that is dark as well; no other pair is made, and this one expires.
    let later = try await fixture.sealed(dark)
    #expect(later.name == messages.0.name)
    #expect(await refusal { _ = try await fixture.opened(later) } == .disabled)
    let lastDay = KeyFixture.now.adding(seconds: 36 * KeyFixture.day)
    #expect(try await fixture.sealed(dark, at: lastDay).name == later.name)
    #expect(await refusal { _ = try await fixture.sealed(dark, at: lastDay.adding(seconds: KeyFixture.day)) } == .disabled)
    #expect(
      await refusal { _ = try await fixture.service.rotateSealingKey(for: dark, at: KeyFixture.now, recording: { _ in }) }
        == .disabled)
    #expect(await refusal { try await fixture.service.rotate(key.id, at: KeyFixture.now) } == .disabled)
    #expect(try await fixture.opened(messages.1) == [1, 2, 3])
    try await fixture.service.enable(key.id)
    #expect(try await fixture.opened(messages.0) == [1, 2, 3])
    #expect(try await fixture.opened(later) == [1, 2, 3])
  }

  @Test func `what was rotated opens as before`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let scope = fixture.scope(key: key)
    var messages = [try await fixture.sealed(scope)]
    try await fixture.service.rotate(key.id, at: KeyFixture.now)
    #expect(try await fixture.service.key(key.id).version == 2)
    messages.append(try await fixture.sealed(scope))
    _ = try await fixture.service.rotateSealingKey(for: scope, at: KeyFixture.now.adding(seconds: 1), recording: { _ in })
    messages.append(try await fixture.sealed(scope, at: KeyFixture.now.adding(seconds: 2)))
    messages.append(try await fixture.sealed(scope, at: KeyFixture.now.adding(seconds: 31 * KeyFixture.day)))
    #expect(messages[0].name == messages[1].name)
    #expect(Set(messages.map(\.name)).count == 3)
    fixture.restart()
    try await fixture.service.unlock(with: KeyFixture.secret)
    for message in messages { #expect(try await fixture.opened(message) == [1, 2, 3]) }
  }

  @Test func `a pair serves for thirty days`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let scope = fixture.scope(key: try await fixture.makeKey())
    func name(_ seconds: Int64) async throws -> String {
      try await fixture.service.sealingKey(for: scope, at: KeyFixture.now.adding(seconds: seconds), recording: { _ in }).key.name
    }
    let first = try await name(0)
    #expect(try await name(30 * KeyFixture.day - 1) == first)
    #expect(try await name(30 * KeyFixture.day) != first)
  }

  @Test func `a key waits for its deletion, which can be called off, and then is gone`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let message = try await fixture.sealed(fixture.scope(key: key))
    for days in [0, 6, 31] {
      #expect(
        await refusal { try await fixture.service.scheduleDeletion(of: key.id, days: days, at: KeyFixture.now) } == .invalid)
    }
    let due = try await fixture.service.scheduleDeletion(of: key.id, days: 7, at: KeyFixture.now)
    #expect(due == KeyFixture.now.adding(seconds: 7 * KeyFixture.day))
    #expect(await refusal { _ = try await fixture.opened(message) } == .pendingDeletion)
    #expect(await refusal { try await fixture.service.enable(key.id) } == .pendingDeletion)
    try await fixture.service.cancelDeletion(of: key.id)
    #expect(try await fixture.service.key(key.id).state == .disabled)
    try await fixture.service.enable(key.id)
    #expect(try await fixture.opened(message) == [1, 2, 3])
    try await fixture.service.scheduleDeletion(of: key.id, days: 7, at: KeyFixture.now)
    #expect(try await fixture.service.destroyDueKeys(at: due.adding(seconds: -1)) { _, _ in }.isEmpty)
    // What cannot be recorded does not happen.
    await #expect(throws: Unwritten.self) { _ = try await fixture.service.destroyDueKeys(at: due) { _, _ in throw Unwritten() } }
    #expect(try await fixture.service.key(key.id).state == .pendingDeletion)
    let destroyed = try await fixture.service.destroyDueKeys(at: due) { #expect($0.id == key.id && $1.isInsideTransaction) }
    #expect(destroyed == [key.id])
    #expect(await refusal { _ = try await fixture.opened(message) } == .destroyed)
    #expect(await refusal { try await fixture.service.enable(key.id) } == .destroyed)
    #expect(await refusal { try await fixture.service.cancelDeletion(of: key.id) } == .invalid)
    let left = try await fixture.database.read { database in
      try Int.fetchOne(database, sql: "SELECT (SELECT count(*) FROM kms_backing_key) + (SELECT count(wrapped) FROM sealing_pair)")
    }
    #expect(left == 0)
  }

  @Test func `names are unique, policies and descriptions bounded`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey(alias: "alias/a")
    #expect(try await fixture.service.key("alias/a") == key)
    #expect(await refusal { _ = try await fixture.makeKey(alias: "alias/a") } == .alreadyExists)
    #expect(try await fixture.service.keys() == [key])
    #expect(await refusal { _ = try await fixture.makeKey(alias: "a") } == .invalid)
    try await fixture.service.setPolicy(#"{"Version":"2012-10-17"}"#, of: key.id)
    #expect(try await fixture.service.key(key.id).policy == #"{"Version":"2012-10-17"}"#)
    let long = String(repeating: "x", count: KMSKey.policyBytesMax + 1)
    #expect(await refusal { try await fixture.service.setPolicy(long, of: key.id) } == .invalid)
    #expect(await refusal { _ = try await fixture.service.key("alias/c") } == .notFound)
    #expect(await refusal { _ = try await fixture.openingKey("sealing/none") } == .notFound)
    let (own, other) = (try await fixture.makeKey(), try await fixture.makeKey())
    let name = try await fixture.sealed(fixture.scope(key: own)).name
    #expect(await refusal { _ = try await fixture.service.openingKey(named: name, under: other.id) } == .denied)
    #expect(await refusal { _ = try await fixture.service.openingKey(named: name, under: own.id) } == nil)
  }

  @Test func `there is one default key, and its policy leaves it to the account`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let keys = try await withThrowingTaskGroup(of: KMSKey.self) { [service = fixture.service] group in
      for _ in 0..<8 { group.addTask { try await service.defaultKey(in: "111122223333", at: KeyFixture.now) } }
      return try await group.reduce(into: Set<KMSKey>()) { $0.insert($1) }
    }
    #expect(try await fixture.service.keys() == Array(keys))
    #expect(try await fixture.service.key("alias/switchkeep/default") == keys.first)
    let policy = try JSON.parse(Array((keys.first?.policy ?? "").utf8))
    #expect(policy["Statement"]?.array?.first?["Principal"]?["AWS"]?.string == "arn:aws:iam::111122223333:root")
    #expect(policy["Version"]?.string == "2012-10-17")
  }

  @Test(arguments: [
    "UPDATE kms_key SET state = 'Enabled'", "UPDATE kms_key SET policy = '{\"Statement\":[]}'",
    "UPDATE kms_key SET version = 1", "UPDATE kms_key SET code = zeroblob(32)", "UPDATE kms_key SET state = 'Open'",
  ])
  func `nobody who edits the file changes a key`(sql: String) async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let message = try await fixture.sealed(fixture.scope(key: key))
    try await fixture.service.rotate(key.id, at: KeyFixture.now)
    try await fixture.service.disable(key.id)
    try await fixture.tamper(sql)
    #expect(await refusal { _ = try await fixture.opened(message) } == .damaged)
    #expect(await refusal { _ = try await fixture.service.keys() } == .damaged)
  }
}
