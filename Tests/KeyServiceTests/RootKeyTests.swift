import Crypto
import Foundation
import Keep
import Opening
import Protection
import Sealing
import Testing

@Suite struct RootKeyTests {
  private func bytes(_ key: ProtectionKey) -> [UInt8] { key.symmetricKey.withUnsafeBytes { Array($0) } }

  @Test func `a keep without its secret is sealed, and says so to every request`() async throws {
    let fixture = try KeyFixture()
    #expect(try await fixture.service.state == .uninitialised)
    #expect(await refusal { try await fixture.service.unlock(with: KeyFixture.secret) } == .notInitialised)
    _ = try await fixture.service.initialise(secret: KeyFixture.secret, source: .passphrase, protection: nil)
    let key = try await fixture.makeKey()
    let pair = try await fixture.service.sealingKey(for: fixture.scope(key: key), at: KeyFixture.now, recording: { _ in })
    guard case .open = try await fixture.service.state else {
      Issue.record("it is not open")
      return
    }
    fixture.restart()
    let service = fixture.service
    #expect(try await service.state == .sealed)
    #expect(try await service.source == .passphrase)
    #expect(await refusal { _ = try await service.protectionKey() } == .sealed)
    #expect(await refusal { _ = try await service.verifier() } == .sealed)
    #expect(await refusal { _ = try await service.key(key.id) } == .sealed)
    #expect(await refusal { _ = try await service.keys() } == .sealed)
    #expect(await refusal { _ = try await fixture.makeKey() } == .sealed)
    #expect(await refusal { try await service.disable(key.id) } == .sealed)
    let scope = fixture.scope(key: key)
    #expect(await refusal { _ = try await service.sealingKey(for: scope, at: KeyFixture.now, recording: { _ in }) } == .sealed)
    #expect(await refusal { _ = try await service.openingKey(named: pair.key.name, under: key.id) } == .sealed)
    #expect(await refusal { _ = try await service.destroyDueKeys(at: KeyFixture.now) { _, _ in } } == .sealed)
    try await service.unlock(with: KeyFixture.secret)
    #expect(await refusal { _ = try await service.openingKey(named: pair.key.name, under: key.id) } == nil)
    await service.seal()
    #expect(await refusal { _ = try await service.openingKey(named: pair.key.name, under: key.id) } == .sealed)
  }

  @Test func `the secret opens, and the recovery key, and nothing else`() async throws {
    let (fixture, recovery) = try await KeyFixture.opened()
    let protection = bytes(try await fixture.service.protectionKey())
    fixture.restart()
    let wrong = try RootSecret(Array("correct horse batterz".utf8))
    #expect(await refusal { try await fixture.service.unlock(with: wrong) } == .wrongSecret)
    let (_, otherRecovery) = try await KeyFixture.opened()
    #expect(await refusal { try await fixture.service.unlock(with: otherRecovery) } == .wrongSecret)
    #expect(try await fixture.service.state == .sealed)
    try await fixture.service.unlock(with: KeyFixture.secret)
    #expect(bytes(try await fixture.service.protectionKey()) == protection)
    fixture.restart()
    try await fixture.service.unlock(with: try RecoveryKey(text: recovery.text))
    #expect(bytes(try await fixture.service.protectionKey()) == protection)
  }

  @Test func `another secret takes the place of the one before it, and of the recovery key`() async throws {
    let (fixture, recovery) = try await KeyFixture.opened()
    let protection = bytes(try await fixture.service.protectionKey())
    let next = try RootSecret(Array("another passphrase".utf8))
    let nextRecovery = try await fixture.service.change(to: next, source: .credential("root"))
    fixture.restart()
    #expect(try await fixture.service.source == .credential("root"))
    #expect(await refusal { try await fixture.service.unlock(with: KeyFixture.secret) } == .wrongSecret)
    #expect(await refusal { try await fixture.service.unlock(with: recovery) } == .wrongSecret)
    try await fixture.service.unlock(with: next)
    fixture.restart()
    try await fixture.service.unlock(with: nextRecovery)
    #expect(bytes(try await fixture.service.protectionKey()) == protection)
  }

  @Test func `there is one root key, and it takes over the key that data rests under`() async throws {
    let fixture = try KeyFixture()
    let old = try #require(ProtectionKey(bytes: [UInt8](repeating: 3, count: 32)))
    _ = try await fixture.service.initialise(secret: KeyFixture.secret, source: .passphrase, protection: old)
    #expect(bytes(try await fixture.service.protectionKey()) == [UInt8](repeating: 3, count: 32))
    #expect(
      await refusal {
        _ = try await fixture.service.initialise(secret: KeyFixture.secret, source: .passphrase, protection: nil)
      } == .alreadyInitialised)
    #expect(bytes(try await fixture.service.protectionKey()) == [UInt8](repeating: 3, count: 32))
  }

  @Test(arguments: [
    ("UPDATE root_key SET passes = 3", KeyServiceProblem.Code.wrongSecret),
    ("UPDATE root_key SET memory_kibibytes = 20480", .wrongSecret), ("UPDATE root_key SET id = 'x'", .wrongSecret),
    ("UPDATE root_key SET salt = zeroblob(32)", .wrongSecret), ("UPDATE root_key SET salt = zeroblob(8)", .damaged),
    ("UPDATE root_key SET wrapped = zeroblob(60)", .wrongSecret), ("UPDATE root_key SET memory_kibibytes = 8", .damaged),
    ("UPDATE root_key SET memory_kibibytes = 1000000000", .damaged), ("UPDATE root_key SET passes = 1000000", .damaged),
    ("UPDATE root_key SET lanes = 0", .damaged),
  ])
  func `nobody makes the secret cheaper to guess, nor a start endless`(sql: String, code: KeyServiceProblem.Code) async throws {
    let (fixture, _) = try await KeyFixture.opened()
    try await fixture.tamper(sql)
    fixture.restart()
    #expect(await refusal { try await fixture.service.unlock(with: KeyFixture.secret) } == code)
  }

  @Test func `no key stands in the file`() async throws {
    let (fixture, recovery) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let pair = try await fixture.service.sealingKey(for: fixture.scope(key: key), at: KeyFixture.now, recording: { _ in }).key
    let secret = try await fixture.openingKey(pair.name).secret.withUnsafeBytes { Data($0) }
    let protection = Data(bytes(try await fixture.service.protectionKey()))
    let files = try FileManager.default.contentsOfDirectory(at: fixture.folder, includingPropertiesForKeys: nil)
    let all = try files.map { try Data(contentsOf: $0) }
    func isFound(_ bytes: Data) -> Bool { all.contains { $0.range(of: bytes) != nil } }
    #expect(isFound(Data(pair.der[100..<180])), "the search finds what is there")
    // Past the modulus, which is public, and within the private exponent (RFC 8017 A.1.2).
    for hidden in [secret[450..<530], protection, Data("correct horse".utf8), Data(recovery.text.prefix(9).utf8)] {
      #expect(!isFound(hidden))
    }
  }
}
