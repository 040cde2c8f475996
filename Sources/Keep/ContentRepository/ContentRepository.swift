import Crypto
import Foundation
import GRDB
import Link
import Opening
import SQLiteEngine
import Vocabulary

/// What contacts left behind, sealed: each object once, with its signed line in the inventory.
struct ContentRepository: Sendable {
  let database: SQLiteDatabase
  let keys: KeyService

  /// The objects of contacts, in the order in which these began.
  func manifests(of contactIDs: [String], _ contentClass: ContentClass) async throws -> [Manifest] {
    let wanted = Set(contactIDs).sorted()
    let rows = try await database.read { database in
      try wanted.flatMap { id in
        try Row.fetchAll(
          database,
          sql: """
            SELECT o.*, c.initiated_at FROM content_object o JOIN ended_contact c ON c.id = o.contact
            WHERE o.contact = ? AND o.class = ?
            """, arguments: [id, contentClass.rawValue]
        ).map { (begunAt: $0["initiated_at"] as Int64, signed: try SignedManifest($0)) }
      }
    }
    let ordered = rows.sorted { ($0.begunAt, $0.signed.manifest.id) < ($1.begunAt, $1.signed.manifest.id) }
    return try await authentic(ordered.map(\.signed))
  }

  /// The objects of one contact, by name; no more than 1,000.
  func objects(of contactID: String, in instanceID: String) async throws -> [ContentObject] {
    let signed = try await database.read { database in
      try Row.fetchAll(
        database, sql: "SELECT * FROM content_object WHERE contact = ? AND instance = ? ORDER BY name LIMIT 1000",
        arguments: [contactID, instanceID]
      ).map { try SignedManifest($0) }
    }
    return try await authentic(signed).map(\.object)
  }

  /// What of deposits can be stored, one after the other.
  func examined(_ deposits: [Deposit], at now: Moment) async throws -> [DepositedContent] {
    guard deposits.contains(where: { !$0.objects.isEmpty }) else { return deposits.map { _ in DepositedContent() } }
    var scopes: [String: SealingScope] = [:]
    let starts = deposits.map(DepositedContent.starts)
    for name in Set(starts.joined().flatMap(DepositedContent.keyNames)) {
      scopes[name] = try await keys.scope(ofSealingKey: name)
    }
    let signer = try await keys.signingKey()
    return try zip(deposits, starts).map { try DepositedContent($0, $1, scopes: scopes, at: now, by: signer) }
  }

  /// - Throws: ContentProblem.unreadable when one was changed by somebody else.
  func authentic(_ signed: [SignedManifest]) async throws -> [Manifest] {
    guard !signed.isEmpty else { return [] }
    let verifier = try Curve25519.Signing.PublicKey(rawRepresentation: try await keys.verifier())
    guard signed.allSatisfy({ $0.isAuthentic(by: verifier) }) else {
      throw ContentProblem(.unreadable, "a line of the inventory was changed by somebody else")
    }
    return signed.map(\.manifest)
  }

  func manifest(_ id: String) async throws -> Manifest? {
    let signed = try await database.read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM content_object WHERE id = ?", arguments: [id]).map { try SignedManifest($0) }
    }
    return try await authentic(signed.map { [$0] } ?? []).first
  }
}

extension ContentRepository: ContentInventory {
  /// Content outlives its instance, and so does the bucket.
  func instances() async throws -> [(id: String, createdAt: Moment)] {
    try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, min(created_at) AS created_at FROM (
            SELECT id, created_at FROM record WHERE kind = 'instance'
            UNION ALL SELECT instance, min(stored_at) FROM content_object GROUP BY instance)
          GROUP BY id ORDER BY id
          """
      ).map { ($0["id"] as String, Moment(microseconds: $0["created_at"])) }
    }
  }

  func objects(in instanceID: String, prefix: String, after name: String, limit: Int) async throws -> [ContentObject] {
    let signed = try await database.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM content_object
          WHERE instance = ?1 AND name > ?2 AND name >= ?3 AND substr(name, 1, length(?3)) = ?3 ORDER BY name LIMIT ?4
          """, arguments: [instanceID, name, prefix, limit]
      ).map { try SignedManifest($0) }
    }
    return try await authentic(signed).map(\.object)
  }

  func object(in instanceID: String, named name: String) async throws -> ContentObject? {
    let signed = try await database.read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM content_object WHERE instance = ? AND name = ?", arguments: [instanceID, name]
      ).map { try SignedManifest($0) }
    }
    return try await authentic(signed.map { [$0] } ?? []).first?.object
  }

  func key(of object: ContentObject) async throws -> KMSKey { try await keys.key(ofSealingKey: object.sealingKey) }

  func open(_ grant: consuming Grant) async throws -> [UInt8] {
    let (object, range, keyID) = (grant.object, grant.range, grant.keyID)
    guard let manifest = try await manifest(object.id), manifest.digest == object.digest else {
      throw ContentProblem(.notThere, "there is no such object")
    }
    return try await reader(of: manifest, under: keyID).read(range)
  }

  /// One for each read: it holds the message's data key.
  /// - Parameter keyID: of the KMS key whose use was allowed.
  func reader(of manifest: Manifest, under keyID: String) async throws -> MessageReader {
    try await MessageReader(
      StoredMessage(database: database, manifest: manifest),
      with: try await keys.openingKey(named: manifest.sealingKey, under: keyID),
      expecting: manifest.context)
  }
}
