import AWSWire
import ConnectAPI
import Crypto
import Foundation
import GRDB
import Link
import ResourceStore
import SQLiteEngine
import Vocabulary

/// Sign-in of the people of an instance: a token for a password, one session a user.
actor DeskSessions {
  /// Seconds without a word after which a session is over, and its life at most.
  static let idleSecondsMax: Int64 = 3_600
  static let lifeSecondsMax: Int64 = 12 * 3_600

  private let database: SQLiteDatabase
  private let store: any ConfigurationStore
  private let users: Users
  private let trail: any AuditTrail
  private let place: Place
  private let now: @Sendable () -> Moment
  private let newID: @Sendable () -> String
  private var attempts = SignInAttempts()
  private var known = KnownSessions()

  init(
    database: SQLiteDatabase, store: any ConfigurationStore, users: Users, trail: any AuditTrail, place: Place,
    now: @escaping @Sendable () -> Moment, newID: @escaping @Sendable () -> String
  ) {
    self.database = database
    self.store = store
    self.users = users
    self.trail = trail
    self.place = place
    self.now = now
    self.newID = newID
  }

  /// A hash of nothing, so that an unknown name takes as long as a wrong password.
  private static let decoy = try? PasswordHasher.phc("")

  func signIn(_ message: SignIn) async throws -> SignIn.Reply {
    switch try await identify(message) {
    case .delayed(let seconds): return .delayed(seconds: seconds)
    case .refused:
      await record("DeskSignIn", user: nil, message, error: "AccessDeniedException")
      return .refused
    case .known(let userID, let arn):
      let granted = try await grant(userID, message)
      await record("DeskSignIn", user: arn, message, error: nil)
      return granted
    }
  }

  enum Identified: Sendable {
    case known(userID: String, arn: String)
    case refused
    case delayed(seconds: Int)
  }

  /// Whose name and password these are, whatever they are for: failures slow each other down. Nothing of it is on record yet.
  func identify(_ message: SignIn) async throws -> Identified {
    let name = "\(message.instanceID)/\(message.username)"
    let wait = attempts.wait(name, message.address, at: now())
    guard wait == 0 else { return .delayed(seconds: wait) }
    // Counted before the slow part: attempts side by side are attempts all the same.
    attempts.failed(name, message.address, at: now())
    let user = try await found(message)
    let isRight = await users.hasher.verify(message.password, phc: user?.hash ?? Self.decoy ?? "")
    guard isRight, let user, user.hash != nil else { return .refused }
    attempts.succeeded(name, message.address)
    return .known(userID: user.id, arn: user.arn)
  }

  private func found(_ message: SignIn) async throws -> (id: String, arn: String, hash: String?)? {
    try await store.read { [users] reader in
      guard let record = try reader.record(.user, named: message.username, in: message.instanceID) else { return nil }
      return (record.id, record.arn, try users.passwordHash(of: record))
    }
  }

  private func grant(_ userID: String, _ message: SignIn) async throws -> SignIn.Reply {
    var generator = SystemRandomNumberGenerator()
    let token = Base64URL.encode((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    let start = now()
    let session = DeskSession(
      userID: userID, instanceID: message.instanceID, username: message.username,
      expiresAt: start.adding(seconds: Self.idleSecondsMax))
    known.forget(user: userID, at: start)
    try await database.write { database in
      try database.execute(
        sql: "DELETE FROM desk_session WHERE user = ? OR expires_at <= ?",
        arguments: [userID, start.adding(seconds: -KnownSessions.behindSecondsMax).microseconds])
      try database.execute(
        sql: "INSERT INTO desk_session (digest, user, instance, username, began_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          Self.digest(token), userID, message.instanceID, message.username, start.microseconds, session.expiresAt.microseconds,
        ])
    }
    return .granted(token: token, session)
  }

  /// nil for a token that is not ours, over, or of a user who is gone.
  func check(_ token: String) async throws -> DeskSession? {
    let (moment, digest, generation) = (now(), Self.digest(token), store.generation)
    if let session = known.session(digest, at: moment, generation) { return session }
    let (before, endings) = (known.expiry(digest), known.endings)
    let stored = try await database.write { database -> (session: DeskSession, limit: Moment)? in
      guard let row = try Row.fetchOne(database, sql: "SELECT * FROM desk_session WHERE digest = ?", arguments: [digest]),
        max(Moment(microseconds: row["expires_at"]), before ?? moment) > moment
      else { return nil }
      let limit = Moment(microseconds: row["began_at"]).adding(seconds: Self.lifeSecondsMax)
      let expiry = min(limit, moment.adding(seconds: Self.idleSecondsMax))
      try database.execute(
        sql: "UPDATE desk_session SET expires_at = ? WHERE digest = ?", arguments: [expiry.microseconds, digest])
      return (DeskSession(userID: row["user"], instanceID: row["instance"], username: row["username"], expiresAt: expiry), limit)
    }
    guard let stored, try await store.read({ try $0.record(.user, stored.session.userID) }) != nil else { return nil }
    if known.endings == endings { known.keep(stored.session, until: stored.limit, digest, at: moment, generation) }
    return stored.session
  }

  func end(_ token: String) async throws {
    let digest = Self.digest(token)
    known.forget(digest)
    try await database.write { try $0.execute(sql: "DELETE FROM desk_session WHERE digest = ?", arguments: [digest]) }
  }

  private static func digest(_ token: String) -> Data { Data(SHA256.hash(data: Array(token.utf8))) }

  private func record(_ name: String, user: String?, _ message: SignIn, error: String?) async {
    var event = JSON.Object()
    event["eventVersion"] = "1.11"
    event["userIdentity"] = user.map { ["type": "Directory", "arn": .string($0)] } ?? ["type": "Unknown"]
    event["eventTime"] = .string(now().rfc3339)
    event["eventSource"] = "signin.amazonaws.com"
    event["eventName"] = .string(name)
    event["awsRegion"] = .string(place.region)
    event["sourceIPAddress"] = .string(message.address)
    event["requestParameters"] = ["InstanceId": .string(message.instanceID)]
    event["errorCode"] = error.map(JSON.string)
    event["eventID"] = .string(newID())
    event["eventType"] = "AwsConsoleSignIn"
    event["recipientAccountId"] = .string(place.account)
    await trail.record(JSON(.object(event)))
  }
}
