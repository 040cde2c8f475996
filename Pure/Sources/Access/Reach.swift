/// How far policies may ever reach, whoever asks, on what resource and under what condition.
extension PolicySet {
  /// Whether some request for the action could be allowed: something allows it, and no boundary, session policy or unconditional
  /// denial rules it out. It errs towards true.
  public func mayAllow(_ action: String) -> Bool {
    let action = Array(action.lowercased().utf8)
    let granting = identity + (resource.map { [$0] } ?? [])
    guard granting.contains(where: { $0.mayAllow(action) }) else { return false }
    guard !(granting + boundaries + session).contains(where: { $0.ruleOut(action) }) else { return false }
    return boundaries.allSatisfy { $0.mayAllow(action) } && (session.isEmpty || session.contains { $0.mayAllow(action) })
  }
}

extension Policy {
  /// Whether an Allow of this resource policy means the principal, by itself, its account or everyone, under whatever condition.
  public func mayGrant(to principal: Principal) -> Bool {
    statements.contains { !$0.isDeny && $0.principals?.naming(principal, hasBoundary: false) != nil }
  }

  /// Whether an Allow means the principal so that its own policies need not: by itself or everyone, not by its account.
  public func mayGrantAlone(to principal: Principal) -> Bool {
    statements.contains { !$0.isDeny && $0.principals?.naming(principal, hasBoundary: false).map { $0 > .account } ?? false }
  }

  fileprivate func mayAllow(_ action: [UInt8]) -> Bool { statements.contains { !$0.isDeny && $0.actions.matches(action) } }

  /// Whether a statement denies the action to everyone, on everything, always.
  fileprivate func ruleOut(_ action: [UInt8]) -> Bool {
    statements.contains { statement in
      statement.isDeny && statement.actions.matches(action) && statement.conditions.isEmpty && statement.principals == nil
        && statement.resources?.isEverything ?? true
    }
  }
}

extension ResourceMatcher {
  /// Whether one pattern by itself matches every text. It is read, not tried: patterns that match all that is tried may be made.
  fileprivate var isEverything: Bool { !isNegated && fixed.contains(where: \.isEverything) }
}
