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
    let principal = try principal(try required("principal"))
    let question = AccessQuestion(
      principal: principal, action: try required("action").string(), resource: try required("resource").string(),
      resourceAccount: try object["resourceAccount"].flatMap { element throws(PolicyProblem) in
        element.json.isNull ? nil : try element.string()
      },
      context: try context(object["context"], principal))
    let policies = PolicySet(
      identity: try list(object["identityPolicies"], .identity), resource: try list(object["resourcePolicy"], .resource).first,
      boundaries: try list(object["permissionBoundaries"], .boundary), session: try list(object["sessionPolicies"], .session))
    return AccessCase(question: question, policies: policies)
  }

  private static func principal(_ element: Element) throws(PolicyProblem) -> Principal {
    if let text = element.json.string { return named(text) }
    let object = try element.object(allowed: nil)
    for kind in [Principal.Kind.aws, .service, .federated, .canonicalUser] {
      guard let name = object[kind.rawValue] else { continue }
      let text = try name.string()
      return kind == .aws ? named(text) : Principal(kind: kind, name: text, account: nil)
    }
    guard let arn = object["arn"] ?? object["Arn"] else {
      throw element.problem(.missingElement, "an ARN, AWS, Service or Federated is required.")
    }
    let principal = named(try arn.string())
    guard let account = object["account"] ?? object["accountId"] else { return principal }
    return Principal(kind: principal.kind, name: principal.name, account: try account.string())
  }

  /// A text is an ARN, an account, or the name of a service.
  private static func named(_ text: String) -> Principal {
    if ARN(text) != nil { return Principal(arn: text) }
    if text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Principal(kind: .aws, name: "arn:aws:iam::\(text):root", account: text)
    }
    return Principal(kind: text.hasSuffix(".amazonaws.com") ? .service : .aws, name: text, account: nil)
  }

  /// What the case gives, and what follows from the principal where the case does not say: aws:PrincipalArn,
  /// aws:PrincipalAccount,
  /// aws:username.
  private static func context(_ element: Element?, _ principal: Principal) throws(PolicyProblem) -> Context {
    var values: [String: [String]] = [:]
    if let element, !element.json.isNull {
      for (name, value) in try element.object(allowed: nil) { values[name] = try value.scalars() }
    }
    var context = Context(values)
    guard principal.kind == .aws, let arn = ARN(principal.name) else { return context }
    if context["aws:PrincipalArn"] == nil { context["aws:PrincipalArn"] = [principal.roleARN ?? principal.name] }
    if context["aws:PrincipalAccount"] == nil, let account = principal.account { context["aws:PrincipalAccount"] = [account] }
    if context["aws:username"] == nil, arn.resource.hasPrefix("user/"), let name = arn.resource.split(separator: "/").last {
      context["aws:username"] = [String(name)]
    }
    return context
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
