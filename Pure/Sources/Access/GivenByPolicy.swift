public import Vocabulary

/// What a resource policy gives that the one before it did not: grants that are new, and denials that are gone. Statements are
/// compared as they stand, whatever they are called, so that it errs towards giving.
public struct GivenByPolicy: Sendable {
  private let statements: [Statement]
  /// All grants of the new policy.
  private let grants: [Statement]

  /// - Parameter old: the policy before; one that is none gave nothing.
  /// - Throws: PolicyProblem when `new` is none.
  public init(from old: JSON, to new: JSON) throws(PolicyProblem) {
    _ = try Policy.parse(new, as: .resource)
    let isPolicy = (try? Policy.parse(old, as: .resource)) != nil
    let (before, after) = (isPolicy ? Self.bare(old) : [], Self.bare(new))
    // Another version reads variables otherwise, so that the same words may mean something else.
    let isComparable = isPolicy && old["Version"] == new["Version"]
    func added(_ statements: [JSON], to others: [JSON], _ effect: JSON) -> [JSON] {
      statements.filter { $0["Effect"] == effect && !(isComparable && others.contains($0)) }
    }
    grants = try Self.compiled(after.filter { $0["Effect"] == "Allow" }, new)
    statements =
      try Self.compiled(added(after, to: before, "Allow"), new) + Self.compiled(added(before, to: after, "Deny"), old)
  }

  /// Statements without their names, and with their members in one order.
  private static func bare(_ policy: JSON) -> [JSON] {
    let statements = policy["Statement"].map { $0.array ?? [$0] } ?? []
    return statements.map { statement in
      let members = (statement.object?.members ?? []).filter { $0.name != "Sid" }.sorted { $0.name < $1.name }
      return .object(members.map { ($0.name, $0.value) })
    }
  }

  private static func compiled(_ statements: [JSON], _ policy: JSON) throws(PolicyProblem) -> [Statement] {
    var compiled: [Statement] = []
    for statement in statements {
      compiled.append(
        try Statement(
          Element(statement, path: "$"), index: compiled.count, kind: .resource, variables: policy["Version"] == "2012-10-17"))
    }
    return compiled
  }

  /// Whether anything of it is about one of the actions.
  public func concerns(_ actions: [String]) -> Bool { !about(actions).isEmpty }

  /// Whether some of it means the principal by name, by its role or as everyone; a denial that is gone does where the policy
  /// grants so.
  public func names(_ principal: Principal, for actions: [String]) -> Bool {
    about(actions).contains { statement in
      statement.isDeny
        ? means(statement, principal) && Self.about(actions, grants).contains { isNamed(principal, by: $0) }
        : isNamed(principal, by: statement)
    }
  }

  /// Whether some of it leaves something to the principal's own policies: by a grant to its account, or as a denial that is gone.
  public func isLeft(toPoliciesOf principal: Principal, for actions: [String]) -> Bool {
    about(actions).contains { means($0, principal) }
  }

  private func means(_ statement: Statement, _ principal: Principal) -> Bool {
    statement.principals?.naming(principal, hasBoundary: false) != nil
  }

  private func isNamed(_ principal: Principal, by statement: Statement) -> Bool {
    statement.principals?.naming(principal, hasBoundary: false).map { $0 > .account } ?? false
  }

  private func about(_ actions: [String]) -> [Statement] { Self.about(actions, statements) }

  private static func about(_ actions: [String], _ statements: [Statement]) -> [Statement] {
    let actions = actions.map { Array($0.lowercased().utf8) }
    return statements.filter { statement in actions.contains { statement.actions.matches($0) } }
  }
}
