import Access
import Vocabulary

/// Which names roles trust already: who is made under one gains what the role reaches.
struct TrustReach: Sendable {
  let directory: IdentityDirectory
  let approvals: Approvals

  /// Whether a role that reaches content, or that waits for an officer, lets a principal of that ARN begin sessions.
  func isTrusted(_ arn: String) async throws -> Bool {
    let principal = Principal(arn: arn)
    return try await roles().contains { role in
      guard (try? role.trustPolicy())?.mayGrantAlone(to: principal) ?? true else { return false }
      return (try? ContentReach.isReached(by: role.policies.map(\.document), within: role.boundary)) ?? true
    }
  }

  private func roles() async throws -> [RoleRecord] {
    var roles = try await directory.roles()
    for state in [Approval.State.pending, .approved] {
      for approval in try await approvals.table.all(state, limit: ApprovalTable.pendingMax) {
        guard let change = ChangeCatalogue.change(approval.kind, approval.change) as? CreateRoleChange else { continue }
        roles.append(change.role)
      }
    }
    return roles
  }

  /// The users and roles that a trust policy names and that are not there.
  func strangers(in trust: JSON) async throws -> [String] {
    var found: [String] = []
    for name in Set(Self.named(trust)).sorted() {
      let parts = name.split(separator: "/", maxSplits: 1)
      let last = parts.count == 2 ? String(parts[1]) : ""
      let isThere =
        if name.utf8.elementsEqual(directory.userARN(last).utf8) {
          try await directory.hasUser(named: last)
        } else if name.utf8.elementsEqual(directory.roleARN(last).utf8) {
          try await directory.role(named: last) != nil
        } else {
          !name.contains("/")
        }
      if !isThere { found.append(name) }
    }
    return found
  }

  private static func named(_ trust: JSON) -> [String] {
    let statements = trust["Statement"]?.array ?? trust["Statement"].map { [$0] } ?? []
    return statements.flatMap { statement -> [String] in
      let names = statement["Principal"]?["AWS"]
      return names?.array?.compactMap(\.string) ?? names?.string.map { [$0] } ?? []
    }
  }
}
