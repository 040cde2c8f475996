/// One statement, compiled.
struct Statement: Sendable {
  /// What the statement is called in reasons: its Sid, or its place.
  let name: String
  let isDeny: Bool
  let principals: PrincipalMatcher?
  let actions: ActionMatcher
  let resources: ResourceMatcher?
  let conditions: [Condition]

  private static let elements: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
  ]

  init(_ element: Element, index: Int, kind: Policy.Kind, variables: Bool) throws(PolicyProblem) {
    let object = try element.object(allowed: Self.elements)
    name = try object["Sid"].map { element throws(PolicyProblem) in try element.string() } ?? "statement \(index)"
    guard let effect = object["Effect"] else { throw element.problem(.missingElement, "Effect is required.") }
    switch try effect.string() {
    case "Allow": isDeny = false
    case "Deny": isDeny = true
    default: throw effect.problem(.unknownEffect, "must be Allow or Deny.")
    }
    principals = try Self.principals(object, element, kind, isDeny)
    let action = try Self.one("Action", "NotAction", object, element)
    guard let action else { throw element.problem(.missingElement, "Action or NotAction is required.") }
    actions = ActionMatcher(try action.element.strings(), isNegated: action.isNegated)
    let resource = try Self.one("Resource", "NotResource", object, element)
    if resource == nil, kind != .resource { throw element.problem(.missingElement, "Resource or NotResource is required.") }
    resources = try resource.map { resource throws(PolicyProblem) in
      ResourceMatcher(try resource.element.strings(), isNegated: resource.isNegated, variables: variables)
    }
    conditions =
      try object["Condition"].map { element throws(PolicyProblem) in try Condition.parse(element, variables: variables) } ?? []
  }

  private static func one(
    _ name: String, _ negated: String, _ object: [String: Element], _ element: Element
  ) throws(PolicyProblem) -> (element: Element, isNegated: Bool)? {
    switch (object[name], object[negated]) {
    case (.some, .some): throw element.problem(.bothGiven, "\(name) and \(negated) exclude each other.")
    case (let positive?, nil): return (positive, false)
    case (nil, let negative?): return (negative, true)
    case (nil, nil): return nil
    }
  }

  private static func principals(
    _ object: [String: Element], _ element: Element, _ kind: Policy.Kind, _ isDeny: Bool
  ) throws(PolicyProblem) -> PrincipalMatcher? {
    let given = try one("Principal", "NotPrincipal", object, element)
    guard kind == .resource else {
      if let given { throw given.element.problem(.notAllowedHere, "a principal stands in resource policies only.") }
      return nil
    }
    guard let given else { throw element.problem(.missingElement, "Principal or NotPrincipal is required in a resource policy.") }
    guard isDeny || !given.isNegated else {
      throw given.element.problem(.notAllowedHere, "NotPrincipal goes with Deny only: with Allow it would admit strangers.")
    }
    return try PrincipalMatcher(given.element, isNegated: given.isNegated)
  }
}

/// Action and NotAction: case does not matter.
struct ActionMatcher: Sendable {
  private let globs: [Glob]
  private let isNegated: Bool

  init(_ patterns: [String], isNegated: Bool) {
    globs = patterns.map { Glob($0.lowercased(), wildcards: true) }
    self.isNegated = isNegated
  }

  /// - Parameter action: in lower case.
  func matches(_ action: [UInt8]) -> Bool { globs.contains { $0.matches(action) } != isNegated }
}

/// Resource and NotResource: case matters; a pattern with variables is completed for each request.
struct ResourceMatcher: Sendable {
  let fixed: [Glob]
  private let variable: [Template]
  let isNegated: Bool

  init(_ patterns: [String], isNegated: Bool, variables: Bool) {
    let templates = patterns.map { Template($0, variables: variables) }
    fixed = templates.filter(\.isFixed).map { template in
      Glob(
        parts: template.parts.map { part in
          switch part {
          case .text(let text): (text, false)
          case .literal(let text): (text, true)
          case .variable: ("", true)
          }
        })
    }
    variable = templates.filter { !$0.isFixed }
    self.isNegated = isNegated
  }

  func matches(_ resource: [UInt8], _ context: Context) -> Bool {
    let isNamed =
      fixed.contains { $0.matches(resource) }
      || variable.contains { $0.resolved(context).map { Glob(parts: $0).matches(resource) } ?? false }
    return isNamed != isNegated
  }
}
