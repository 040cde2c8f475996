import Crypto
import Foundation
import Keep
import Sealing
import Testing
import Vocabulary

@Suite struct SealingPairTests {
  @Test func `the classes are Connect's storage resource types`() throws {
    let repository = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    let file = repository.appendingPathComponent("Sources/Floor/C/CConnectDescription/connect.json")
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let start = try #require(text.range(of: #""InstanceStorageResourceType":"#)).upperBound
    let words = text[start...].prefix { $0 != "]" }.split(separator: "\"").map(String.init).filter { $0.count > 3 }
    #expect(Set(words.filter { $0.allSatisfy { $0.isUppercase || $0 == "_" } }) == Set(ContentClass.stored.map(\.rawValue)))
    #expect(ContentClass.stored.count == 13)
  }

  @Test func `each instance, class and key has a pair of its own`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let (one, two) = (try await fixture.makeKey(), try await fixture.makeKey())
    let scopes = [
      fixture.scope(key: one), fixture.scope(.attachments, key: one), fixture.scope(instance: "i-2", key: one),
      fixture.scope(key: two),
    ]
    var names: [String] = []
    for scope in scopes {
      let pair = try await fixture.service.sealingKey(for: scope, at: KeyFixture.now, recording: { _ in })
      #expect(try await fixture.service.sealingKey(for: scope, at: KeyFixture.now, recording: { _ in }) == pair)
      #expect(try await fixture.service.scope(ofSealingKey: pair.key.name) == scope)
      names.append(pair.key.name)
    }
    #expect(Set(names).count == 4)
    #expect(try await fixture.service.scope(ofSealingKey: "sealing/none") == nil)
  }

  @Test func `the switch takes no key that the keep did not sign for that use`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let verifier = try await fixture.service.verifier()
    let made = try await fixture.service.sealingKey(for: fixture.scope(key: key), at: KeyFixture.now, recording: { _ in })
    let now = KeyFixture.now.microseconds
    func isTaken(
      _ attested: AttestedSealingKey, by verifier: [UInt8] = verifier, instance: String = "i-1",
      class contentClass: String = "CALL_RECORDINGS", at now: Int64 = now
    ) -> Bool {
      (try? attested.verified(by: verifier, instanceID: instance, contentClass: contentClass, at: now)) != nil
    }
    #expect(isTaken(made))
    #expect(!isTaken(made, instance: "i-2"))
    #expect(!isTaken(made, class: "ATTACHMENTS"))
    #expect(!isTaken(made, at: made.expiresAt))
    #expect(!isTaken(made, by: Array(Curve25519.Signing.PrivateKey().publicKey.rawRepresentation)))
    #expect(!isTaken(made, by: []))
    let other = try await fixture.service.sealingKey(
      for: fixture.scope(.attachments, key: key), at: KeyFixture.now, recording: { _ in })
    for (substitute, contentClass, expiry) in [
      (other.key, "CALL_RECORDINGS", made.expiresAt), (made.key, "ATTACHMENTS", made.expiresAt),
      (made.key, "CALL_RECORDINGS", made.expiresAt + 1),
    ] {
      let forged = AttestedSealingKey(
        key: substitute, instanceID: made.instanceID, contentClass: contentClass, keyID: made.keyID, expiresAt: expiry,
        signature: made.signature)
      #expect(!isTaken(forged, class: contentClass))
    }
  }

  @Test(arguments: [
    "UPDATE sealing_pair SET wrapped = (SELECT wrapped FROM sealing_pair WHERE class = 'ATTACHMENTS')",
    "UPDATE sealing_pair SET public_key = (SELECT public_key FROM sealing_pair WHERE class = 'ATTACHMENTS')",
    "UPDATE sealing_pair SET class = 'EMAIL_MESSAGES'", "UPDATE sealing_pair SET instance = 'i-9'",
    "UPDATE kms_backing_key SET wrapped = zeroblob(60)", "UPDATE sealing_pair SET wrapped = zeroblob(60)",
    "DELETE FROM kms_backing_key",
  ])
  func `nobody who edits the file moves a private half`(sql: String) async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let key = try await fixture.makeKey()
    let message = try await fixture.sealed(fixture.scope(key: key))
    _ = try await fixture.sealed(fixture.scope(.attachments, key: key))
    #expect(try await fixture.opened(message) == [1, 2, 3])
    try await fixture.tamper(sql)
    #expect(await refusal { _ = try await fixture.opened(message) } == .damaged)
  }

  @Test func `a pair is not read under another key`() async throws {
    let (fixture, _) = try await KeyFixture.opened()
    let (dark, light) = (try await fixture.makeKey(), try await fixture.makeKey())
    let message = try await fixture.sealed(fixture.scope(key: dark))
    try await fixture.service.disable(dark.id)
    try await fixture.tamper("UPDATE sealing_pair SET key = '\(light.id)'")
    #expect(await refusal { _ = try await fixture.opened(message) } == .damaged)
  }
}
