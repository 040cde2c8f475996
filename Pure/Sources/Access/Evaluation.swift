/// The evaluation logic of IAM ("Policy evaluation logic", IAM User Guide), in its order:
///
/// 1. An explicit deny in any policy decides.
/// 2. Across accounts, identity and resource policies must both allow. In one account they add up, by whom the resource policy
///    names:
///    - the very user or session, or everyone: that grant stands by itself, and nothing below limits it;
///    - the role of a session: it needs no identity policy;
///    - the account: it grants nothing by itself, for it leaves the matter to the account's identity policies.
/// 3. Boundaries and session policies limit what was allowed.
///
/// The trust policy of a role, and the policy of a key, must grant in any case: without their grant an identity policy allows
/// nothing ("Identity-based policies and resource-based policies").
extension AccessQuestion {
  /// - Parameter needsResourceGrant: whether the resource is of that kind.
  public func decide(_ policies: PolicySet, needsResourceGrant: Bool = false) -> Decision {
    let trial = Trial(self, hasBoundary: !policies.boundaries.isEmpty)
    for kind in [policies.identity, [policies.resource].compactMap { $0 }, policies.boundaries, policies.session] {
      guard let denial = trial.first(.deny, in: kind) else { continue }
      return Decision(outcome: .explicitlyDenied, reasons: ["denied by \(denial)"])
    }
    guard isSameAccount else { return trial.acrossAccounts(policies) }
    return trial.withinAccount(policies, needsResourceGrant: needsResourceGrant)
  }

  private var isSameAccount: Bool {
    guard let resourceAccount, let account = principal.account else { return true }
    return resourceAccount == account
  }
}

/// One question with its texts made ready, put to many statements.
private struct Trial {
  enum Effect { case allow, deny }

  let question: AccessQuestion
  private let action: [UInt8]
  private let resource: [UInt8]
  private let hasBoundary: Bool

  init(_ question: AccessQuestion, hasBoundary: Bool) {
    self.question = question
    self.hasBoundary = hasBoundary
    action = Array(question.action.lowercased().utf8)
    resource = Array(question.resource.utf8)
  }

  /// The first statement of that effect that applies, by name.
  func first(_ effect: Effect, in policies: [Policy]) -> String? {
    for (index, policy) in policies.enumerated() {
      for statement in policy.statements where statement.isDeny == (effect == .deny) && applies(statement) {
        return describe(policy, statement, policies.count > 1 ? index : nil)
      }
    }
    return nil
  }

  func withinAccount(_ policies: PolicySet, needsResourceGrant: Bool) -> Decision {
    let grant = resourceGrant(policies.resource)
    if needsResourceGrant, grant == nil {
      return denied(["the resource policy does not allow it to \(question.principal.name)"])
    }
    if let grant, grant.naming == .direct { return Decision(outcome: .allowed, reasons: ["allowed by \(grant.name)"]) }
    let source = first(.allow, in: policies.identity) ?? (grant?.naming == .role ? grant?.name : nil)
    guard let source else {
      return denied([missing("identity policy", policies.identity)] + missingResource(policies.resource, grant?.name))
    }
    return limited([source], by: policies)
  }

  func acrossAccounts(_ policies: PolicySet) -> Decision {
    let identity = first(.allow, in: policies.identity)
    let grant = resourceGrant(policies.resource)
    var lacking: [String] = []
    if identity == nil { lacking.append(missing("identity policy", policies.identity)) }
    if grant == nil {
      lacking.append("the resource's account \(question.resourceAccount ?? "") grants nothing to \(question.principal.name)")
    }
    guard let identity, let grant else { return denied(lacking) }
    return limited([identity, grant.name], by: policies)
  }

  private func limited(_ sources: [String], by policies: PolicySet) -> Decision {
    var lacking: [String] = []
    for boundary in policies.boundaries where first(.allow, in: [boundary]) == nil {
      lacking.append(missing("permissions boundary", [boundary]))
    }
    if !policies.session.isEmpty, first(.allow, in: policies.session) == nil {
      lacking.append(missing("session policy", policies.session))
    }
    guard lacking.isEmpty else { return denied(lacking) }
    return Decision(outcome: .allowed, reasons: ["allowed by \(sources.joined(separator: " and "))"])
  }

  private func denied(_ reasons: [String]) -> Decision { Decision(outcome: .implicitlyDenied, reasons: reasons) }

  /// The grant of the resource policy that names the principal most nearly.
  private func resourceGrant(_ policy: Policy?) -> (name: String, naming: PrincipalMatcher.Naming)? {
    guard let policy else { return nil }
    var nearest: (name: String, naming: PrincipalMatcher.Naming)?
    for statement in policy.statements where !statement.isDeny && applies(statement) {
      guard let naming = statement.principals?.naming(question.principal, hasBoundary: hasBoundary) else { continue }
      if nearest.map({ $0.naming < naming }) ?? true { nearest = (describe(policy, statement, nil), naming) }
    }
    return nearest
  }

  private func applies(_ statement: Statement) -> Bool {
    means(statement) && statement.conditions.allSatisfy { $0.holds(question.context) }
  }

  private func means(_ statement: Statement) -> Bool {
    if let principals = statement.principals {
      guard principals.naming(question.principal, hasBoundary: hasBoundary) != nil else { return false }
    }
    guard statement.actions.matches(action) else { return false }
    return statement.resources?.matches(resource, question.context) ?? true
  }

  /// - Parameter index: the policy's place, from 0, among several of its kind.
  private func describe(_ policy: Policy, _ statement: Statement, _ index: Int?) -> String {
    "\(statement.name) of the \(policy.kind.rawValue)" + (index.map { " \($0)" } ?? "") + (policy.id.map { " \($0)" } ?? "")
  }

  /// What was missing: nothing allows it, or what would fails in its conditions.
  private func missing(_ kind: String, _ policies: [Policy]) -> String {
    let base = "no \(kind) allows \(question.action) on \(question.resource)"
    for policy in policies {
      for statement in policy.statements where !statement.isDeny && means(statement) {
        guard let failed = statement.conditions.first(where: { !$0.holds(question.context) }) else { continue }
        return "\(base): \(statement.name) would, but its condition \(failed.text) does not hold"
      }
    }
    return base
  }

  private func missingResource(_ policy: Policy?, _ accountGrant: String?) -> [String] {
    if let accountGrant { return ["\(accountGrant) leaves it to the account's identity policies"] }
    return policy == nil ? [] : ["the resource policy does not allow it to \(question.principal.name)"]
  }
}
