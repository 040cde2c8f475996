public import Vocabulary

/// One case to be judged offline, as `switchkeep access explain` reads it.
public struct AccessCase: Sendable {
  public let question: AccessQuestion
  public let policies: PolicySet

  private static let members: Set<String> = [
    "principal", "action", "resource", "resourceAccount", "context", "identityPolicies", "resourcePolicy", "permissionBoundaries",
    "sessionPolicies",
  ]

  /// The case that an object describes. `principal` is an ARN, or an object such as `{"AWS": ARN}` or `{"Service": NAME}`;
  /// values of
  /// `context` are strings, numbers, booleans or lists of these; a policy is an object, or its JSON text; one policy may stand in
  /// place of a list of one.
  public static func parse(_ json: JSON) throws(PolicyProblem) -> AccessCase {
    let element = Element(json, path: "$")
    let object = try element.object(allowed: members)
    func required(_ name: String) throws(PolicyProblem) -> Element {
      guard let member = object[name], !member.json.isNull else { throw element.problem(.missingElement, "\(name) is required.") }
      return member
    }
    let principal = try CasePrincipal(required("principal"))
    let resource = try required("resource").string()
    let question = AccessQuestion(
      principal: principal.principal, action: try required("action").string(), resource: resource,
      resourceAccount: try account(object["resourceAccount"], resource), context: try context(object["context"], principal))
    let policies = PolicySet(
      identity: try list(object["identityPolicies"], .identity), resource: try resourcePolicy(object["resourcePolicy"]),
      boundaries: try list(object["permissionBoundaries"], .boundary), session: try list(object["sessionPolicies"], .session))
    return AccessCase(question: question, policies: policies)
  }

  private static func account(_ element: Element?, _ resource: String) throws(PolicyProblem) -> String? {
    guard let element, !element.json.isNull else { return ARN(resource).flatMap { $0.account.isAccountID ? $0.account : nil } }
    let account = try element.string()
    guard account.isAccountID else { throw element.problem(.invalidValue, "must be the 12 digits of an account.") }
    return account
  }

  /// What the case gives, and what follows from the principal where the case does not say.
  private static func context(_ element: Element?, _ principal: CasePrincipal) throws(PolicyProblem) -> Context {
    var values: [String: [String]] = [:]
    if let element, !element.json.isNull {
      for (name, value) in try element.object(allowed: nil) where !value.json.isNull { values[name] = try value.scalars() }
    }
    var context = Context(values)
    for (name, value) in principal.keys where context[name] == nil { context[name] = [value] }
    return context
  }

  private static func resourcePolicy(_ element: Element?) throws(PolicyProblem) -> Policy? {
    guard let element else { return nil }
    guard element.elements.count <= 1 else { throw element.problem(.invalidValue, "a resource has one policy at most.") }
    return try list(element, .resource).first
  }

  private static func list(_ element: Element?, _ kind: Policy.Kind) throws(PolicyProblem) -> [Policy] {
    guard let element, !element.json.isNull else { return [] }
    var policies: [Policy] = []
    for member in element.elements { policies.append(try policy(member, kind)) }
    return policies
  }

  private static func policy(_ element: Element, _ kind: Policy.Kind) throws(PolicyProblem) -> Policy {
    var json = element.json
    if let text = json.string {
      do { json = try JSON.parse(text) } catch { throw element.problem(.invalidValue, "not JSON: \(error).") }
    }
    do {
      return try Policy.parse(json, as: kind)
    } catch {
      throw PolicyProblem(reason: error.reason, path: "\(element.path).\(error.path)", detail: error.detail, offset: error.offset)
    }
  }
}
