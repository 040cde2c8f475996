import Access
import ConnectAPI
import Crypto
import GRDB
import Vocabulary

/// Puts policies of KMS keys: what no policy is, or would lock everybody out, is refused as KMS refuses it.
struct KeyPolicies: Sendable {
  /// What reaches content, or gives it: uses of a key and what changes who may.
  static let reaching = [
    "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:GenerateDataKeyPair", "kms:CreateGrant",
    "kms:PutKeyPolicy",
  ]
  static let name = "default"

  let keys: KeyService
  let access: KeyAccess
  let directory: IdentityDirectory
  let log: AuditLog
  let events: KeepEvent

  /// The document that a text is.
  /// - Throws: KeyServiceProblem.malformedPolicy with the place of the fault.
  func checked(_ text: String, for key: KMSKey) async throws -> JSON {
    guard text.utf8.count <= KMSKey.policyBytesMax else {
      throw Self.malformed("a key policy has \(KMSKey.policyBytesMax) bytes at most")
    }
    let json: JSON
    do { json = try JSON.parse(Array(text.utf8)) } catch { throw Self.malformed("it is not JSON: \(error)") }
    let policy: Policy
    do { policy = try Policy.parse(json, as: .resource) } catch { throw Self.malformed("\(error)") }
    let statements: [JSON] = json["Statement"].map { $0.array ?? [$0] } ?? []
    for (index, statement) in statements.enumerated() {
      try await check(statement, at: "Statement[\(index)]")
    }
    guard access.isOpenToAccount(policy, keyID: key.id) else {
      throw Self.malformed(
        "The new key policy will not allow you to update the key policy in the future: allow kms:PutKeyPolicy to the account,"
          + " and deny it to nobody that the account is")
    }
    return json
  }

  /// What no other policy has: who is named has to be there, and the resource is the key.
  private func check(_ statement: JSON, at place: String) async throws {
    let resources = statement["Resource"].map { $0.array ?? [$0] } ?? []
    guard !resources.isEmpty else { throw Self.malformed("\(place).Resource: is required; \"*\" is this key") }
    for element in ["Principal", "NotPrincipal"] {
      guard let named = statement[element]?["AWS"] else { continue }
      for name in (named.array ?? [named]).compactMap(\.string) where try await !isThere(name) {
        throw Self.malformed("\(place).\(element).AWS: there is no \(name) in this account")
      }
    }
  }

  private func isThere(_ name: String) async throws -> Bool {
    let account = access.place.account
    if ["*", account, "arn:aws:iam::\(account):root", access.serviceRole].contains(name) { return true }
    guard let arn = ARN(name), arn.account == account else { return false }
    let parts = arn.resource.split(separator: "/").map(String.init)
    switch (arn.service, parts.first, parts.count) {
    case ("iam", "user", 2): return try await directory.hasUser(named: parts[1])
    case ("iam", "role", 2), ("sts", "assumed-role", 3): return try await directory.role(named: parts[1]) != nil
    default: return false
    }
  }

  private static func malformed(_ text: String) -> KeyServiceProblem {
    KeyServiceProblem(.malformedPolicy, "MalformedPolicyDocument: \(text)")
  }

  /// Puts a policy in the place of the one that it was compared with, with the event in the same commit.
  /// - Returns: false where the key has another by now, and nothing is changed.
  func put(_ policy: String, inPlaceOf old: String, of keyID: String, recording event: JSON) async throws -> Bool {
    let entry = try LedgerEntry(event)
    let isPut = try await keys.replacePolicy(of: keyID, old, by: policy) { try LedgerRows.append([entry], to: $0) }
    log.checkpoints.wake()
    return isPut
  }

  /// Whether somebody gains by it: what is new names them, or leaves the matter to their own policies, which let them use
  /// keys; or so it does for a role that they may assume.
  func benefits(_ caller: Principal, policies: PolicySet, from given: GivenByPolicy) async throws -> Bool {
    if Self.gains(caller, policies, given) { return true }
    return try await directory.roles().contains { role in
      guard let trust = try? role.trustPolicy(), let policies = try? role.policySet(session: nil) else { return true }
      return trust.mayGrant(to: caller) && Self.gains(Principal(arn: role.arn), policies, given)
    }
  }

  private static func gains(_ principal: Principal, _ policies: PolicySet, _ given: GivenByPolicy) -> Bool {
    given.names(principal, for: reaching)
      || (given.isLeft(toPoliciesOf: principal, for: reaching) && reaching.contains(where: policies.mayAllow))
  }
}

extension KeyService {
  /// - Parameter recording: in the same commit.
  /// - Returns: false where the policy is another than `old`.
  func replacePolicy(
    of keyID: String, _ old: String, by new: String, recording: @escaping @Sendable (Database) throws -> Void
  ) async throws -> Bool {
    do {
      try await change(keyID) { key, database in
        guard key.policy == old else { throw KeyServiceProblem(.alreadyExists, "the key has another policy by now") }
        key.policy = new
        try recording(database)
      }
      return true
    } catch let problem as KeyServiceProblem where problem.code == .alreadyExists {
      return false
    }
  }
}
