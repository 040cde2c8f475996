import ConnectAPI
import ResourceStore
package import Vocabulary

/// What commands do with identities that are there: who is shut out is so at once, whichever process serves them.
extension KeepProcess {
  /// The identities, without their secrets.
  package func listIdentities() async throws -> [JSON] {
    try await directory.users().map { user, keys in
      let shown: [JSON] = keys.map { key in
        [
          "AccessKeyId": .string(key.id), "Status": AccessKeyRecord.isActive(key) ? "Active" : "Inactive",
          "CreateDate": .string(key.createdAt.rfc3339),
        ]
      }
      return ["UserName": .string(user.userName), "Arn": .string(user.arn), "AccessKeys": .array(shown)]
    }
  }

  /// Requests that the key signs are refused from now on, and the sessions that run and were begun with it are over.
  /// - Returns: how many sessions were ended.
  /// - Throws: ApprovalProblem when there is no such key, or nobody could approve anything any more.
  package func deactivateAccessKey(_ id: String) async throws -> Int {
    let user = try await userOfAccessKey(id)
    try await mustLeaveAnApprover(without: user)
    try await recordCommand(
      "DeactivateAccessKey", ["accessKeyId": .string(id), "userName": .string(user.userName)], errorCode: nil)
    _ = try await directory.setAccessKey(id, active: false, at: configuration.now())
    return try await directory.revokeSessions(at: configuration.now()) { $0.terms.assumedBy == user.arn }
  }

  /// The key signs again: when an officer has approved it, where its user reaches content.
  package func requestActivation(ofAccessKey id: String) async throws -> Approval? {
    let user = try await userOfAccessKey(id)
    let details: [(String, JSON)] = [("accessKeyId", .string(id)), ("userName", .string(user.userName))]
    let isReached = (try? ContentReach.isReached(by: user.policies.map(\.document), within: user.boundary)) ?? true
    let isTrusted = try await TrustReach(directory: directory, approvals: approvals).isTrusted(user.arn)
    if isReached || isTrusted { return try await request(ActivateAccessKeyChange(accessKeyID: id, user: user), details) }
    try await recordCommand("ActivateAccessKey", .object(details), errorCode: nil)
    _ = try await directory.setAccessKey(id, active: true, at: configuration.now())
    return nil
  }

  /// Deletes an identity with its access key; its sessions that run are over.
  /// - Returns: how many sessions were ended.
  /// - Throws: ApprovalProblem when there is none, or nobody could approve anything any more.
  package func deleteIdentity(_ name: String) async throws -> Int {
    guard let user = try await directory.user(named: name) else {
      throw ApprovalProblem(.notThere, "there is no identity \(name)")
    }
    try await mustLeaveAnApprover(without: user)
    try await recordCommand(
      "DeleteIdentity", ["userId": .string(user.userID), "userName": .string(name)], errorCode: nil)
    _ = try await directory.deleteUser(user.userID)
    // One of the same name who comes later has the same ARN.
    try await approvals.expire { $0.requestedBy == user.arn }
    return try await directory.revokeSessions(at: configuration.now()) { $0.terms.assumedBy == user.arn }
  }

  private func userOfAccessKey(_ id: String) async throws -> IdentityRecord {
    guard let found = try await directory.user(ofAccessKey: id) else {
      throw ApprovalProblem(.notThere, "there is no access key \(id): `switchkeep identity list` shows them")
    }
    return found.user
  }

  /// Without anybody who may approve, nothing that takes two people could ever be done again.
  private func mustLeaveAnApprover(without user: IdentityRecord) async throws {
    guard user.mayApprove else { return }
    let others = try await directory.users().contains { other, keys in
      other.userID != user.userID && other.mayApprove && keys.contains(where: AccessKeyRecord.isActive)
    }
    guard others else {
      throw ApprovalProblem(
        .invalid,
        "\(user.userName) is the only one who may approve: make another first, with `switchkeep identity create` and a policy"
          + " that allows \(ContentReach.approving)")
    }
  }
}

extension IdentityRecord {
  var mayApprove: Bool {
    let reached = try? ContentReach.reached(by: policies.map(\.document), within: boundary)
    return reached?.contains(ContentReach.approving) ?? false
  }
}
