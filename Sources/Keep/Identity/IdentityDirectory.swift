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
  let tags: [String: String]
}

/// The signatories by access key. They are held in memory, since every request needs one; a key that is not there is looked up in
/// the store, so that one made by another process works at once.
final class IdentityDirectory: Sendable {
  private let store: any ConfigurationStore
  private let key: ProtectionKey
  private let account: String
  private let signatories = Mutex<[String: Signatory]>([:])

  init(store: any ConfigurationStore, key: ProtectionKey, account: String) {
    self.store = store
    self.key = key
    self.account = account
  }

  /// - Returns: nil when there is no such key, or it is not active.
  func signatory(_ accessKeyID: String) async throws -> Signatory? {
    if let known = signatories.withLock({ $0[accessKeyID] }) { return known }
    guard let found = try await load(accessKeyID) else { return nil }
    signatories.withLock { $0[accessKeyID] = found }
    return found
  }

  /// Makes an identity with one access key, for the first two people and for tests; the IAM operations come to stand on this.
  func create(
    _ userName: String, policies: [(name: String, document: JSON)], boundary: JSON?, tags: [String: String], at now: Moment
  ) async throws -> GeneratedAccessKey {
    let user = IdentityRecord(
      userID: GeneratedAccessKey.userID(), userName: userName, arn: "arn:aws:iam::\(account):user/\(userName)",
      policies: policies,
      boundary: boundary, tags: tags)
    _ = try Self.policySet(of: user)
    let accessKey = GeneratedAccessKey.make()
    let (account, key) = (account, key)
    try await store.write { writer in
      try writer.insert(user.record(in: account, at: now), references: [])
      try writer.insert(
        AccessKeyRecord.record(accessKey, of: user, in: account, under: key, at: now),
        references: [Reference(kind: .iamUser, id: user.userID)])
    }
    return accessKey
  }

  /// - Throws: PolicyProblem for a document that is no policy.
  private static func policySet(of user: IdentityRecord) throws -> PolicySet {
    PolicySet(
      identity: try user.policies.map { try Policy.parse($0.document, as: .identity) }, resource: nil,
      boundaries: try user.boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [], session: [])
  }

  private func load(_ accessKeyID: String) async throws -> Signatory? {
    let found = try await store.read { reader -> (Record, Record)? in
      guard let key = try reader.record(.accessKey, accessKeyID), key.document["Status"]?.string == "Active",
        let user = try reader.record(.iamUser, key.document["UserId"]?.string ?? "")
      else { return nil }
      return (key, user)
    }
    guard let (keyRecord, userRecord) = found else { return nil }
    let user = IdentityRecord(userRecord)
    return Signatory(
      secret: SigningSecret(try AccessKeyRecord.secret(of: keyRecord, under: key)),
      caller: Caller(
        arn: user.arn, accountID: account, accessKeyID: accessKeyID, userName: user.userName, principalID: user.userID),
      policies: try Self.policySet(of: user), tags: user.tags)
  }
}
