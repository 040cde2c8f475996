import Access
import Vocabulary

/// Which policies reach content, or what gives it.
enum ContentReach {
  /// Reads of content and uses of keys; sessions, which may do so; and what changes who may.
  static let actions: [String] =
    [approving] + FirstIdentities.contentReads.map(unstarred) + FirstIdentities.keyUse.map(unstarred)
    + FirstIdentities.conversationJoins + [
      "s3:GetObjectVersion", "connect:ListRealtimeContactAnalysisSegmentsV2",
      "sts:AssumeRole", "switchkeep:CreatePlayerLink", "iam:PutUserPolicy", "iam:AttachUserPolicy", "iam:PutRolePolicy",
      "iam:AttachRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:CreateAccessKey", "iam:CreatePolicyVersion",
      "iam:AddUserToGroup", "iam:DeleteUserPermissionsBoundary", "iam:PutUserPermissionsBoundary",
      "iam:DeleteRolePermissionsBoundary", "iam:PutRolePermissionsBoundary", "kms:PutKeyPolicy",
    ]

  static let approving = "switchkeep:ApproveChange"

  /// What policies reach, for who decides: approvals first.
  static func words(_ policies: [JSON], within boundary: JSON?) -> String {
    guard let reached = try? Self.reached(by: policies, within: boundary) else { return "its policy cannot be read" }
    guard !reached.isEmpty else { return "reaches content through a role that trusts it" }
    let more = reached.count > 6 ? " and \(reached.count - 6) more" : ""
    return (reached.first == approving ? "may approve changes; " : "") + "reaches " + reached.prefix(6).joined(separator: ", ")
      + more
  }

  private static func unstarred(_ action: String) -> String { action.replacing("*", with: "") }

  /// - Throws: PolicyProblem for a document that is no policy.
  static func isReached(by policies: [JSON], within boundary: JSON?) throws -> Bool {
    try !reached(by: policies, within: boundary).isEmpty
  }

  /// The actions that do.
  /// - Throws: PolicyProblem for a document that is no policy.
  static func reached(by policies: [JSON], within boundary: JSON?) throws -> [String] {
    let set = PolicySet(
      identity: try policies.map { try Policy.parse($0, as: .identity) }, resource: nil,
      boundaries: try boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [], session: [])
    return actions.filter(set.mayAllow)
  }
}
