import Access
import ConnectAPI
import Link
import Protection
import RequestSigning
import ResourceStore
import Synchronization
import Vocabulary

/// A person or program that may sign requests: the secret, the identity and its policies, ready to be evaluated.
struct Signatory: Sendable {
  let secret: SigningSecret
  let caller: Caller
  let policies: PolicySet
  /// `aws:PrincipalTag/KEY`: of a session, the role's with the session's over them.
  let tags: [String: String]
  /// nil for who signs with a key of their own.
  let session: RoleSession?

  /// Whether the session token of a request is that of its access key, and the session runs. A key of one's own takes no token.
  /// - Throws: SignatureProblem.
  func checkSession(token: String?, at now: Moment) throws(SignatureProblem) {
    guard let session else {
      guard token == nil else { throw .wrongSessionToken }
      return
    }
    // Digests are compared, so that how long it takes tells nothing of the token.
    guard let token, RoleSession.digest(token) == session.tokenDigest else { throw .wrongSessionToken }
    guard session.expiresAt > now, !session.isRevoked else { throw .sessionOver }
  }
}

/// The signatories by access key. Every request needs one, and a policy takes long to read, so that they are held in memory as
/// they were made. Whether they still hold is asked of the store each time: what a command changes in its process works at once.
final class IdentityDirectory: Sendable {
  private let store: any ConfigurationStore
  private let key: ProtectionKey
  private let account: String
  let sessions: RoleSessions
  private let signatories = Mutex<[String: Made]>([:])

  /// A signatory, and the records that it was made of.
  private struct Made: Sendable {
    let key: Record
    let user: Record
    let signatory: Signatory
  }

  init(store: any ConfigurationStore, key: ProtectionKey, account: String, sessions: RoleSessions) {
    self.store = store
    self.key = key
    self.account = account
    self.sessions = sessions
  }

  /// - Returns: nil when there is no such key, or it is not active. A session that is over is there, to be told so.
  func signatory(_ accessKeyID: String) async throws -> Signatory? {
    if accessKeyID.hasPrefix(GeneratedAccessKey.temporaryPrefix) { return try await ofSession(accessKeyID) }
    guard let (key, user) = try await records(accessKeyID) else {
      _ = signatories.withLock { $0.removeValue(forKey: accessKeyID) }
      return nil
    }
    if let known = signatories.withLock({ $0[accessKeyID] }), known.key == key, known.user == user { return known.signatory }
    let made = Made(key: key, user: user, signatory: try signatory(key, of: user))
    signatories.withLock { $0[accessKeyID] = made }
    return made.signatory
  }

  /// Makes an identity with one access key; the IAM operations come to stand on this.
  func create(
    _ userName: String, policies: [(name: String, document: JSON)], boundary: JSON?, tags: [String: String], at now: Moment
  ) async throws -> GeneratedAccessKey {
    let user = try prepared(userName, policies: policies, boundary: boundary, tags: tags)
    let accessKey = GeneratedAccessKey.make()
    try await store(user, accessKey, at: now)
    return accessKey
  }

  /// An identity as it would be, without any effect.
  /// - Throws: PolicyProblem for a document that is no policy.
  func prepared(
    _ userName: String, policies: [(name: String, document: JSON)], boundary: JSON?, tags: [String: String]
  ) throws -> IdentityRecord {
    let user = IdentityRecord(
      userID: GeneratedAccessKey.userID(), userName: userName, arn: userARN(userName),
      policies: policies, boundary: boundary, tags: tags)
    _ = try Self.policySet(of: user)
    return user
  }

  func hasUser(_ id: String) async throws -> Bool { try await store.read { try $0.record(.iamUser, id) } != nil }

  func hasUser(named name: String) async throws -> Bool {
    let account = account
    return try await store.read { try $0.record(.iamUser, named: name, in: account) } != nil
  }

  func user(named name: String) async throws -> IdentityRecord? {
    let account = account
    return try await store.read { try $0.record(.iamUser, named: name, in: account) }.map(IdentityRecord.init)
  }

  func userARN(_ name: String) -> String { "arn:aws:iam::\(account):user/\(name)" }

  /// Brings an identity with its access key to rest.
  func store(_ user: IdentityRecord, _ accessKey: GeneratedAccessKey, at now: Moment) async throws {
    let (account, key) = (account, key)
    try await store.write { writer in
      try writer.insert(user.record(in: account, at: now), references: [])
      try writer.insert(
        AccessKeyRecord.record(accessKey, of: user, in: account, under: key, at: now),
        references: [Reference(kind: .iamUser, id: user.userID)])
    }
  }

  /// - Throws: PolicyProblem for a document that is no policy.
  private static func policySet(of user: IdentityRecord) throws -> PolicySet {
    PolicySet(
      identity: try user.policies.map { try Policy.parse($0.document, as: .identity) }, resource: nil,
      boundaries: try user.boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [], session: [])
  }

  /// - Returns: nil when there is no such key, or it is not active.
  private func records(_ accessKeyID: String) async throws -> (key: Record, user: Record)? {
    try await store.read { reader in
      guard let key = try reader.record(.accessKey, accessKeyID), AccessKeyRecord.isActive(key),
        let user = try reader.record(.iamUser, AccessKeyRecord.userID(of: key))
      else { return nil }
      return (key, user)
    }
  }

  private func signatory(_ keyRecord: Record, of userRecord: Record) throws -> Signatory {
    let user = IdentityRecord(userRecord)
    return Signatory(
      secret: SigningSecret(try AccessKeyRecord.secret(of: keyRecord, under: key)),
      caller: Caller(
        arn: user.arn, accountID: account, accessKeyID: keyRecord.id, userName: user.userName, principalID: user.userID),
      policies: try Self.policySet(of: user), tags: user.tags, session: nil)
  }
}

// MARK: What becomes of identities

extension IdentityDirectory {
  /// Every user, in the order of their making, each with its access keys.
  func users() async throws -> [(user: IdentityRecord, keys: [Record])] {
    let account = account
    return try await store.read { reader in
      var (users, after): ([(IdentityRecord, [Record])], Int64?) = ([], nil)
      while case let page = try reader.page(.iamUser, in: account, after: after, limit: 1_000), let last = page.last {
        users += try page.map { (IdentityRecord($0), try reader.accessKeys(of: $0.id)) }
        after = last.sequence
      }
      return users
    }
  }

  func user(ofAccessKey id: String) async throws -> (user: IdentityRecord, isActive: Bool)? {
    try await store.read { reader in
      guard let key = try reader.record(.accessKey, id), let user = try reader.record(.iamUser, AccessKeyRecord.userID(of: key))
      else { return nil }
      return (IdentityRecord(user), AccessKeyRecord.isActive(key))
    }
  }

  /// - Returns: whether there is such a key and it was otherwise.
  func setAccessKey(_ id: String, active isActive: Bool, at now: Moment) async throws -> Bool {
    try await store.write { writer in
      guard var key = try writer.record(.accessKey, id), AccessKeyRecord.isActive(key) != isActive else { return false }
      AccessKeyRecord.set(&key, active: isActive, at: now)
      try writer.update(key, references: [Reference(kind: .iamUser, id: AccessKeyRecord.userID(of: key))])
      return true
    }
  }

  /// Deletes a user with its access keys.
  /// - Returns: whether there was one.
  func deleteUser(_ id: String) async throws -> Bool {
    try await store.write { writer in
      guard try writer.record(.iamUser, id) != nil else { return false }
      for key in try writer.accessKeys(of: id) { try writer.delete(.accessKey, key.id) }
      try writer.delete(.iamUser, id)
      return true
    }
  }
}

extension ResourceReader {
  /// A user has one; IAM allows two.
  fileprivate func accessKeys(of userID: String) throws -> [Record] {
    try referrers(of: .iamUser, userID, limit: 16).filter { $0.kind == .accessKey }.compactMap { try record(.accessKey, $0.id) }
  }
}

// MARK: Roles and their sessions

extension IdentityDirectory {
  /// Makes a role.
  /// - Throws: PolicyProblem for a document that is no policy of its kind; StoreProblem for a name that is taken.
  func createRole(_ role: RoleRecord, at now: Moment) async throws {
    _ = try (role.trustPolicy(), role.policySet(session: nil))
    let record = role.record(in: account, at: now)
    try await store.write { _ = try $0.insert(record, references: []) }
  }

  func role(named name: String) async throws -> RoleRecord? {
    let account = account
    return try await store.read { try $0.record(.iamRole, named: name, in: account) }.map(RoleRecord.init)
  }

  func role(_ id: String) async throws -> RoleRecord? {
    try await store.read { try $0.record(.iamRole, id) }.map(RoleRecord.init)
  }

  /// Every role there is.
  func roles() async throws -> [RoleRecord] {
    let account = account
    return try await store.read { reader in
      var (roles, after): ([RoleRecord], Int64?) = ([], nil)
      while case let page = try reader.page(.iamRole, in: account, after: after, limit: 1_000), let last = page.last {
        roles += page.map(RoleRecord.init)
        after = last.sequence
      }
      return roles
    }
  }

  func roleARN(_ name: String) -> String { "arn:aws:iam::\(account):role/\(name)" }

  /// Ends the sessions that run and are meant, and those that were begun in them in turn, until there is none: one may be begun
  /// in another before that is ended.
  /// - Returns: how many were ended.
  func revokeSessions(at now: Moment, _ isMeant: (RoleSession) -> Bool) async throws -> Int {
    var ended = 0
    while true {
      let running = try await lineage(isMeant).filter { !$0.isRevoked && $0.expiresAt > now }
      guard !running.isEmpty else { return ended }
      for session in running where try await sessions.revoke(session.accessKeyID, at: now) { ended += 1 }
    }
  }

  /// The sessions that are meant, and all that were begun in them in turn; one that has ended may have begun one that runs.
  private func lineage(_ isMeant: (RoleSession) -> Bool) async throws -> [RoleSession] {
    var (left, found, principals) = (try await sessions.all(), [RoleSession](), Set<String>())
    while true {
      let split = left.partition { isMeant($0) || principals.contains($0.terms.assumedBy) }
      let more = left[split...]
      guard !more.isEmpty else { return found }
      for session in more {
        if let role = try await role(session.roleID) { principals.insert(caller(session, role).arn) }
      }
      found += more
      left.removeSubrange(split...)
    }
  }

  /// Whether a session that was stored may be told to who asked for it. Who was shut out after their request was let in, and
  /// before the session was there to be ended, gets none.
  func confirm(_ session: RoleSession, begunWith accessKeyID: String, at now: Moment) async throws -> Bool {
    if let parent = try await sessions.session(accessKeyID) {
      guard parent.isRevoked else { return true }
    } else if try await user(ofAccessKey: accessKeyID)?.isActive == true {
      return true
    }
    _ = try await sessions.revoke(session.accessKeyID, at: now)
    return false
  }

  private func ofSession(_ accessKeyID: String) async throws -> Signatory? {
    guard let session = try await sessions.session(accessKeyID), let role = try await role(session.roleID) else { return nil }
    return Signatory(
      secret: SigningSecret(session.terms.secret), caller: caller(session, role),
      policies: try role.policySet(session: session.terms.policy), tags: Self.tags(session, over: role.tags), session: session)
  }

  /// Session tags take the place of the role's of the same key, whatever its case ("Passing session tags in AWS STS").
  private static func tags(_ session: RoleSession, over tags: [String: String]) -> [String: String] {
    let taken = Set(session.terms.tags.keys.map { $0.lowercased() })
    return tags.filter { !taken.contains($0.key.lowercased()) }.merging(session.terms.tags) { $1 }
  }

  func caller(_ session: RoleSession, _ role: RoleRecord) -> Caller {
    Caller(
      arn: "arn:aws:sts::\(account):assumed-role/\(role.roleName)/\(session.terms.name)", accountID: account,
      accessKeyID: session.accessKeyID, userName: role.roleName, principalID: "\(role.roleID):\(session.terms.name)",
      session: CallerSession(
        roleName: role.roleName, roleID: role.roleID, roleARN: role.arn, beganAt: session.beganAt,
        sourceIdentity: session.terms.sourceIdentity, purpose: session.purpose))
  }
}
