import Crypto
import Foundation
package import GRDB
package import Opening
package import Sealing
import SQLiteEngine
package import Vocabulary

/// What is sealed, in the words of Connect's 13 storage resource types, and what waits in a switch for the keep.
package enum ContentClass: String, Sendable {
  case chatTranscripts = "CHAT_TRANSCRIPTS"
  case callRecordings = "CALL_RECORDINGS"
  case scheduledReports = "SCHEDULED_REPORTS"
  case mediaStreams = "MEDIA_STREAMS"
  case contactTraceRecords = "CONTACT_TRACE_RECORDS"
  case agentEvents = "AGENT_EVENTS"
  case realTimeContactAnalysisSegments = "REAL_TIME_CONTACT_ANALYSIS_SEGMENTS"
  case attachments = "ATTACHMENTS"
  case contactEvaluations = "CONTACT_EVALUATIONS"
  case screenRecordings = "SCREEN_RECORDINGS"
  case realTimeContactAnalysisChatSegments = "REAL_TIME_CONTACT_ANALYSIS_CHAT_SEGMENTS"
  case realTimeContactAnalysisVoiceSegments = "REAL_TIME_CONTACT_ANALYSIS_VOICE_SEGMENTS"
  case emailMessages = "EMAIL_MESSAGES"
  /// Pages of a switch's outbox, sealed while the keep was away: no content of any contact's own, and never stored as that.
  case deposits = "DEPOSITS"

  /// What contacts leave behind.
  package static let stored: [ContentClass] = [
    .chatTranscripts, .callRecordings, .scheduledReports, .mediaStreams, .contactTraceRecords, .agentEvents,
    .realTimeContactAnalysisSegments, .attachments, .contactEvaluations, .screenRecordings, .realTimeContactAnalysisChatSegments,
    .realTimeContactAnalysisVoiceSegments, .emailMessages,
  ]
}

/// What has a sealing pair of its own.
package struct SealingScope: Sendable, Hashable {
  package let instanceID: String
  package let contentClass: ContentClass
  /// The id of a KMS key.
  package let keyID: String

  package init(instanceID: String, contentClass: ContentClass, keyID: String) {
    self.instanceID = instanceID
    self.contentClass = contentClass
    self.keyID = keyID
  }
}

/// Sealing pairs: the public half goes to the switch, signed; the private half rests wrapped, and is unwrapped for one use.
extension KeyService {
  /// The namespace of the keep's sealing keys in the messages sealed to them.
  package static let providerID = "switchkeep"
  /// After how long another pair takes over.
  package static let rotationDays: Int64 = 30
  /// How long the switch may seal to one: rotation, and the time that a switch cut off from the keep goes on with what it has.
  static let expiryDays: Int64 = 37

  /// The public half to seal to: of the newest pair, or of a new one after 30 days.
  /// - Throws: `sealed`, `notFound`; `disabled`, `pendingDeletion` or `destroyed`, of the KMS key.
  package func sealingKey(
    for scope: SealingScope, at now: Moment, recording: @escaping @Sendable (Database) throws -> Void
  ) async throws -> AttestedSealingKey {
    if let current = try await currentSealingKey(for: scope, at: now) { return current }
    return try await rotateSealingKey(for: scope, at: now, recording: recording)
  }

  /// Makes another pair for the scope, and gives its public half. What was sealed to the ones before it opens as before.
  /// - Parameter recording: writes down that the pair is made, in the same commit.
  package func rotateSealingKey(
    for scope: SealingScope, at now: Moment, recording: @escaping @Sendable (Database) throws -> Void
  ) async throws -> AttestedSealingKey {
    let (root, signer) = (try root(), try await signingKey())
    // Asked before the pair is made, which takes the better part of a second.
    try await key(scope.keyID).mustBeEnabled()
    let pair = try await Self.makePair()
    let attested = try AttestedSealingKey(
      signing: pair.publicKey, instanceID: scope.instanceID, contentClass: scope.contentClass.rawValue, keyID: scope.keyID,
      expiresAt: now.adding(seconds: Self.expiryDays * 86_400).microseconds, by: signer)
    try await database.write { database in
      let key = try KMSKey.fetch(scope.keyID, database, root: root)
      let backing = try key.backingKey(key.version, database, root: root)
      let wrapped = try KeyWrapping.wrap(pair.secret, under: backing, at: Self.place(attested))
      try Self.insert(attested, version: key.version, wrapped, at: now, database)
      try recording(database)
    }
    return attested
  }

  /// The private half of a pair, for one use: whoever keeps it longer than one read keeps content light that was made dark.
  /// - Parameter name: as the message says it, in the provider information of its data key.
  /// - Parameter keyID: of the KMS key whose use was allowed.
  /// - Throws: `sealed`, `notFound`, `damaged`; `denied` where the pair rests under another key; `disabled`, `pendingDeletion` or
  ///   `destroyed`, of the KMS key.
  package func openingKey(named name: String, under keyID: String) async throws -> OpeningKey {
    let root = try root()
    let secret = try await database.read { database -> SymmetricKey in
      guard let row = try Row.fetchOne(database, sql: "SELECT * FROM sealing_pair WHERE name = ?", arguments: [name]) else {
        throw KeyServiceProblem(.notFound, "there is no sealing pair of that name")
      }
      guard row["key"] == keyID else { throw KeyServiceProblem(.denied, "the pair rests under another key than was allowed") }
      let key = try KMSKey.fetch(row["key"], database, root: root)
      let backing = try key.backingKey(row["version"], database, root: root)
      guard let wrapped = row["wrapped"] as Data? else { throw KeyServiceProblem(.destroyed, "the pair was destroyed") }
      return try KeyWrapping.unwrap(Array(wrapped), under: backing, at: Self.place(try Self.attested(row)))
    }
    return try OpeningKey(secret: secret, providerID: Self.providerID, name: name)
  }

  /// The scope of a pair.
  package func scope(ofSealingKey name: String) async throws -> SealingScope? {
    try await database.read { database in
      let row = try Row.fetchOne(database, sql: "SELECT instance, class, key FROM sealing_pair WHERE name = ?", arguments: [name])
      guard let row, let contentClass = ContentClass(rawValue: row["class"]) else { return nil }
      return SealingScope(instanceID: row["instance"], contentClass: contentClass, keyID: row["key"])
    }
  }

  /// Scopes whose newest pair has been sealed to for long enough, and may be still.
  func scopesDue(at now: Moment) async throws -> [SealingScope] {
    try await database.read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT instance, class, key FROM sealing_pair GROUP BY instance, class, key
          HAVING max(created_at) <= ? AND max(expires_at) > ? ORDER BY instance, class, key
          """,
        arguments: [now.adding(seconds: -Self.rotationDays * 86_400).microseconds, now.microseconds])
      return rows.compactMap { row in
        ContentClass(rawValue: row["class"]).map {
          SealingScope(instanceID: row["instance"], contentClass: $0, keyID: row["key"])
        }
      }
    }
  }

  /// Of a key that is disabled, or waits for its deletion, the pair that there is serves until it expires: what is sealed to it
  /// is dark as all else under the key, and what other classes leave is not held up by it.
  /// - Returns: nil where a pair is to be made.
  /// - Throws: `disabled`, `pendingDeletion` or `destroyed`, where none can be.
  func currentSealingKey(for scope: SealingScope, at now: Moment) async throws -> AttestedSealingKey? {
    let root = try root()
    return try await database.read { database in
      let key = try KMSKey.fetch(scope.keyID, database, root: root)
      if key.state == .destroyed { try key.mustBeEnabled() }
      let row = try Row.fetchOne(
        database,
        sql: """
          SELECT * FROM sealing_pair WHERE instance = ? AND class = ? AND key = ? AND created_at > ? AND expires_at > ?
          ORDER BY created_at DESC, name LIMIT 1
          """,
        arguments: [
          scope.instanceID, scope.contentClass.rawValue, scope.keyID,
          now.adding(seconds: -(key.state == .enabled ? Self.rotationDays : Self.expiryDays) * 86_400).microseconds,
          now.microseconds,
        ])
      if row == nil { try key.mustBeEnabled() }
      return try row.map(Self.attested)
    }
  }

  /// Off the actor.
  @concurrent
  private nonisolated static func makePair() async throws(OpeningProblem) -> OpeningKey {
    try OpeningKey.generate(providerID: providerID, name: "sealing/\(UUID().uuidString.lowercased())")
  }

  /// The public half is covered, so that nobody pairs it with another private one.
  private static func place(_ attested: AttestedSealingKey) -> KeyWrapping.Place {
    let digest = SHA256.hash(data: attested.key.der).map { String($0, radix: 16) }.joined(separator: ",")
    return KeyWrapping.Place(
      "sealing pair", attested.key.name, attested.instanceID, attested.contentClass, attested.keyID, digest)
  }

  private static func attested(_ row: Row) throws -> AttestedSealingKey {
    AttestedSealingKey(
      key: try SealingPublicKey(der: Array(row["public_key"] as Data), providerID: providerID, name: row["name"]),
      instanceID: row["instance"], contentClass: row["class"], keyID: row["key"], expiresAt: row["expires_at"],
      signature: Array(row["signature"] as Data))
  }

  private static func insert(
    _ attested: AttestedSealingKey, version: Int64, _ wrapped: [UInt8], at now: Moment, _ database: Database
  ) throws {
    try database.execute(
      sql: """
        INSERT INTO sealing_pair (name, instance, class, key, version, created_at, expires_at, public_key, signature, wrapped)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        attested.key.name, attested.instanceID, attested.contentClass, attested.keyID, version, now.microseconds,
        attested.expiresAt, Data(attested.key.der), Data(attested.signature), Data(wrapped),
      ])
  }
}
