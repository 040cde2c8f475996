/// The evaluation logic of IAM ("Policy evaluation logic", IAM User Guide), in its order:
///
/// 1. An explicit deny in any policy decides.
/// 2. In one account, identity and resource policies add up; across accounts, both must allow.
/// 3. Boundaries and session policies limit what was allowed, but for a resource policy of the same account that names the very
///    user or session: that grant stands by itself.
extension AccessQuestion {
  public func decide(_ policies: PolicySet) -> Decision {
    let trial = Trial(self)
    let all = policies.identity + [policies.resource].compactMap { $0 } + policies.boundaries + policies.session
    if let denial = trial.first(.deny, in: all) { return Decision(outcome: .explicitlyDenied, reasons: ["denied by \(denial)"]) }
    return isSameAccount ? trial.withinAccount(policies) : trial.acrossAccounts(policies)
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

  init(_ question: AccessQuestion) {
    self.question = question
    action = Array(question.action.lowercased().utf8)
    resource = Array(question.resource.utf8)
  }

  /// The first statement of that effect that applies, by name.
  func first(_ effect: Effect, in policies: [Policy]) -> String? {
    for (index, policy) in policies.enumerated() {
      for statement in policy.statements where statement.isDeny == (effect == .deny) && applies(statement) {
        return describe(policy, index, statement)
      }
    }
    return nil
  }

  func withinAccount(_ policies: PolicySet) -> Decision {
    let grant = resourceGrant(policies.resource)
    if let grant, grant.isDirect { return Decision(outcome: .allowed, reasons: ["allowed by \(grant.name)"]) }
    let source = first(.allow, in: policies.identity) ?? grant?.name
    guard let source else { return denied([missing("identity policy", policies.identity)] + missingResource(policies.resource)) }
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

  /// A grant of the resource policy. It is direct when it names the very user or session; a role stands for its sessions, whose
  /// limits apply.
  private func resourceGrant(_ policy: Policy?) -> (name: String, isDirect: Bool)? {
    guard let policy else { return nil }
    var general: String?
    for statement in policy.statements where !statement.isDeny && applies(statement) {
      let name = describe(policy, 0, statement)
      let isNamed = statement.principals?.naming(question.principal) == .exact
      if isNamed, !question.principal.isRole { return (name, true) }
      general = general ?? name
    }
    return general.map { ($0, false) }
  }

  private func applies(_ statement: Statement) -> Bool {
    means(statement) && statement.conditions.allSatisfy { $0.holds(question.context) }
  }

  private func means(_ statement: Statement) -> Bool {
    if let principals = statement.principals, principals.naming(question.principal) == nil { return false }
    guard statement.actions.matches(action) else { return false }
    return statement.resources?.matches(resource, question.context) ?? true
  }

  private func describe(_ policy: Policy, _ index: Int, _ statement: Statement) -> String {
    "\(statement.name) of the \(policy.kind.rawValue)" + (policy.id.map { " \($0)" } ?? "")
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

  private func missingResource(_ policy: Policy?) -> [String] {
    policy == nil ? [] : ["the resource policy does not allow it to \(question.principal.name)"]
  }
}

extension Principal {
  fileprivate var isRole: Bool { name.firstRange(of: ":role/") != nil }
}
