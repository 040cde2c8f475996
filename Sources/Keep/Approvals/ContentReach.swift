import Access
import Vocabulary

/// Which policies reach content, or what gives it.
enum ContentReach {
  /// Reads of content and uses of keys; sessions, which may do so; and what changes who may.
  private static let actions =
    FirstIdentities.contentReads.map(unstarred) + FirstIdentities.keyUse.map(unstarred) + [
      "sts:AssumeRole", "switchkeep:ApproveChange", "switchkeep:CreatePlayerLink", "iam:PutUserPolicy", "iam:AttachUserPolicy",
      "iam:PutRolePolicy",
      "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:CreateAccessKey", "iam:CreatePolicyVersion",
      "iam:AddUserToGroup", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary",
      "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary", "kms:PutKeyPolicy", "kms:CreateGrant",
    ]

  private static func unstarred(_ action: String) -> String { action.replacing("*", with: "") }

  /// - Throws: PolicyProblem for a document that is no policy.
  static func isReached(by policies: [JSON], within boundary: JSON?) throws -> Bool {
    let set = PolicySet(
      identity: try policies.map { try Policy.parse($0, as: .identity) }, resource: nil,
      boundaries: try boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [], session: [])
    return actions.contains(where: set.mayAllow)
  }
}
