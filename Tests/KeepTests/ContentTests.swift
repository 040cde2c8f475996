import Foundation
import GRDB
import Link
import Sealing
import SQLiteEngine
import Testing
import Vocabulary

/// What contacts leave is taken once, sealed, and read by those who go on with it, after the read is on record.
@Suite struct ContentTests {
  private let small: SwitchInSmall

  init() async throws { small = try await SwitchInSmall() }

  private var link: InProcessLink { small.link }
  private var database: SQLiteDatabase { small.database }

  // MARK: A switch in small

  private static let document = Array(#"{"Transcript":[{"Id":"1","Content":"secret words"}]}"#.utf8)

  private func sealingKey(_ contentClass: String, in instance: String = "i") async throws -> SealingPublicKey {
    try await small.sealingKey(contentClass, in: instance)
  }

  private func sealed(
    _ content: [UInt8], to key: SealingPublicKey, id: String, contact: String, contentClass: String = "CHAT_TRANSCRIPTS",
    named contextID: String? = nil, attachment: String? = nil
  ) throws -> SealedObject {
    let context = SealedObject.context(id: contextID ?? id, contentClass: contentClass, contactID: contact, instanceID: "i")
    return SealedObject(
      id: id, contentClass: contentClass, attachmentID: attachment, contentType: "application/json",
      plaintextBytes: content.count, message: try small.message(content, to: key, context: context))
  }

  private func take(
    _ contact: String, initial: String? = nil, key: String, objects: [SealedObject], readers: [String] = []
  ) async throws {
    let deposit = Deposit(
      commit: 0, contactID: contact, initialContactID: initial ?? contact, instanceID: "i", keyID: key,
      initiatedAt: Moment(seconds: 1_799_999_000), record: Array(#"{"ContactId":"\#(contact)"}"#.utf8), flowLog: [],
      objects: objects, readers: readers)
    _ = try await link.send(
      TakeDeposits(outboxID: "o", commits: [UUID().uuidString], deposits: [deposit], entries: [], pieces: []))
  }

  private func contactKeys(_ count: Int) async throws -> [String] { try await small.contactKeys(count) }

  private func words(for reader: String) async throws -> [String] {
    try await link.send(ReadTranscript(reader: reader)).compactMap { $0["Content"]?.string }
  }

  private func events(_ name: String) async throws -> Int { try await small.events(name).count }

  private func deposited(readers count: Int = 1) async throws -> (readers: [String], id: String) {
    let keys = try await contactKeys(count + 1)
    let id = SealedObject.id(keyID: keys[0], number: 0)
    let object = try sealed(Self.document, to: try await sealingKey("CHAT_TRANSCRIPTS"), id: id, contact: "a")
    try await take("a", key: keys[0], objects: [object], readers: Array(keys.dropFirst()))
    return (Array(keys.dropFirst()), id)
  }

  // MARK: Reading

  @Test func whoGoesOnWithTheConversationReadsItAndEachReadIsOnRecord() async throws {
    let (readers, _) = try await deposited()
    #expect(try await words(for: readers[0]) == ["secret words"])
    #expect(try await events("GetTranscript") == 1)
    _ = try await words(for: readers[0])
    #expect(try await events("GetTranscript") == 2)
  }

  @Test func nobodyElseReadsIt() async throws {
    _ = try await deposited()
    let strangers = try await contactKeys(1) + ["", "a", "i"]
    for stranger in strangers { #expect(try await words(for: stranger).isEmpty) }
    #expect(try await events("GetTranscript") == 0)
  }

  @Test func theRightGoesOnWithTheConversationAndEndsWithTheContact() async throws {
    let (readers, _) = try await deposited()
    let next = try await contactKeys(1)
    try await take("b", initial: "a", key: readers[0], objects: [], readers: next)
    #expect(try await words(for: readers[0]).isEmpty)
    #expect(try await words(for: next[0]) == ["secret words"])
  }

  @Test func whoSaysThatItGoesOnWithAConversationGetsNothing() async throws {
    _ = try await deposited()
    let keys = try await contactKeys(3)
    // A contact of the attacker's own that claims the conversation, then one that claims the contact itself.
    try await take("x", initial: "a", key: keys[0], objects: [], readers: [keys[2]])
    try await take("a", initial: "a", key: keys[1], objects: [], readers: [keys[2]])
    #expect(try await words(for: keys[2]).isEmpty)
    #expect(try await events("RefuseDeposit") == 1)
  }

  @Test func withoutItsEntryNothingIsRead() async throws {
    let (readers, _) = try await deposited()
    try await database.write {
      try $0.execute(sql: "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT raise(ABORT, 'full'); END")
    }
    await #expect(throws: LinkProblem.self) { _ = try await words(for: readers[0]) }
    try await database.write { try $0.execute(sql: "DROP TRIGGER full") }
    #expect(try await words(for: readers[0]) == ["secret words"])
  }

  // MARK: Depositing

  @Test func aDepositIsTakenOnceAndNeverOverwritten() async throws {
    let keys = try await contactKeys(2)
    let id = SealedObject.id(keyID: keys[0], number: 0)
    let sealingKey = try await sealingKey("CHAT_TRANSCRIPTS")
    try await take(
      "a", key: keys[0], objects: [try sealed(Self.document, to: sealingKey, id: id, contact: "a")], readers: [keys[1]])
    let other = Array(#"{"Transcript":[{"Content":"forged"}]}"#.utf8)
    try await take("a", key: keys[0], objects: [try sealed(other, to: sealingKey, id: id, contact: "a")], readers: [keys[1]])
    #expect(try await words(for: keys[1]) == ["secret words"])
  }

  @Test func whatIsNotSealedToTheKeepForThisObjectIsRefused() async throws {
    let right = try await sealingKey("CHAT_TRANSCRIPTS")
    let elsewhere = try await sealingKey("CHAT_TRANSCRIPTS", in: "j")
    let attachments = try await sealingKey("ATTACHMENTS")
    let own = try SealingPublicKey(der: right.der, providerID: right.providerID, name: "sealing/own")
    for (number, wrong) in [elsewhere, attachments, own].enumerated() {
      try await refuses { try self.sealed(Self.document, to: wrong, id: "\($0).0", contact: "c\(number)") }
    }
    try await refuses { try self.sealed(Self.document, to: right, id: "\($0).0", contact: "c9", named: "other.0") }
    try await refuses { _ in try self.sealed(Self.document, to: right, id: "other.0", contact: "c9") }
    try await refuses { try self.sealed(Self.document, to: right, id: "\($0).0", contact: "another") }
    try await refuses { key in
      let object = try self.sealed(Self.document, to: right, id: "\(key).0", contact: "c9")
      return SealedObject(
        id: object.id, contentClass: object.contentClass, attachmentID: nil, contentType: object.contentType,
        plaintextBytes: object.plaintextBytes, message: object.message.dropLast())
    }
  }

  private func refuses(_ object: (_ key: String) throws -> SealedObject) async throws {
    let keys = try await contactKeys(2)
    let before = try await events("RefuseDeposit")
    let contact = "c9" + UUID().uuidString
    try await take(contact, key: keys[0], objects: [try object(keys[0])], readers: [keys[1]])
    #expect(try await words(for: keys[1]).isEmpty)
    #expect(try await events("RefuseDeposit") == before + 1)
  }

  // MARK: Whoever writes to the file

  @Test(arguments: [
    "UPDATE content_piece SET bytes = randomblob(length(bytes))",
    "UPDATE content_piece SET bytes = substr(bytes, 1, length(bytes) - 1)",
    "UPDATE content_object SET contact = 'b'", "UPDATE content_object SET plaintext_bytes = 1",
    "UPDATE content_object SET digest = randomblob(32)", "UPDATE content_object SET sealing_key = 'sealing/other'",
    "UPDATE content_object SET signature = randomblob(64)",
  ])
  func aChangedObjectIsNotShown(_ change: String) async throws {
    let (readers, _) = try await deposited()
    try await database.write { database in
      try database.execute(sql: change)
      try database.execute(sql: "UPDATE contact_right SET contact = 'b' WHERE (SELECT contact FROM content_object) = 'b'")
      try database.execute(sql: "UPDATE ended_contact SET id = 'b' WHERE (SELECT contact FROM content_object) = 'b'")
    }
    await #expect(throws: LinkProblem.self) { _ = try await words(for: readers[0]) }
  }

  @Test func anotherMessageSealedToThePublicKeyIsNotShown() async throws {
    let (readers, id) = try await deposited()
    let forged = try sealed(
      Array(#"{"Transcript":[{"Content":"forged"}]}"#.utf8), to: try await sealingKey("CHAT_TRANSCRIPTS"), id: id, contact: "a")
    try await database.write { database in
      try database.execute(sql: "UPDATE content_piece SET bytes = ?", arguments: [Data(forged.message)])
      try database.execute(sql: "UPDATE content_object SET message_bytes = ?", arguments: [forged.message.count])
    }
    await #expect(throws: LinkProblem.self) { _ = try await words(for: readers[0]) }
  }
}
