import Vocabulary

/// The principal of a case, and the condition keys that follow from it: aws:PrincipalArn (for the session of a role, the ARN of
/// the role), aws:PrincipalAccount, aws:username (for a user, the last part of its ARN), and aws:userid where it is given.
///
/// It is written as an ARN, as the number of an account (its root user), as the name of a service, as `*` (someone unknown), as
/// a Principal element with one member, such as `{"Service": "lambda.amazonaws.com"}`, or as `{"arn": ..., "account": ...,
/// "type": ..., "userId": ...}`, of which only `arn` is required. A `type` of Service, Federated or CanonicalUser makes `arn`
/// such a name.
struct CasePrincipal {
  let principal: Principal
  let keys: [(name: String, value: String)]

  private static let kinds: [Principal.Kind] = [.aws, .service, .federated, .canonicalUser]
  private static let spellings: [String: String] = [
    "arn": "arn", "account": "account", "accountid": "account", "type": "type", "userid": "userid",
  ]

  init(_ element: Element) throws(PolicyProblem) {
    if let text = element.json.string {
      try self.init(Self.named(text, element), userID: nil)
      return
    }
    let members = try element.members().filter { !$0.element.json.isNull }
    if members.count == 1, let kind = Principal.Kind(rawValue: members[0].name) {
      let name = members[0].element.elements.count == 1 ? members[0].element.elements[0] : members[0].element
      try self.init(Self.principal(kind, name), userID: nil)
      return
    }
    var given: [String: Element] = [:]
    for (name, member) in members {
      guard let spelling = Self.spellings[name.lowercased()] else {
        throw member.problem(.unknownElement, "a principal is an ARN, AWS, Service, Federated or CanonicalUser.")
      }
      given[spelling] = member
    }
    guard let arn = given["arn"] else { throw element.problem(.missingElement, "arn is required.") }
    let found = try Self.principal(Self.kind(given["type"]?.string()), arn)
    let account = try given["account"]?.string() ?? found.account
    try self.init(
      Principal(kind: found.kind, name: found.name, account: account), userID: given["userid"]?.string())
  }

  private init(_ principal: Principal, userID: String?) {
    self.principal = principal
    var keys: [(name: String, value: String)] = []
    if let userID { keys.append(("aws:userid", userID)) }
    if let account = principal.account { keys.append(("aws:PrincipalAccount", account)) }
    if principal.kind == .aws, let arn = ARN(principal.name) {
      keys.append(("aws:PrincipalArn", principal.roleARN ?? principal.name))
      if arn.service == "iam", arn.resource.hasPrefix("user/"), let name = arn.resource.split(separator: "/").last {
        keys.append(("aws:username", String(name)))
      }
    }
    self.keys = keys
  }

  /// The words for users, roles, sessions and accounts all mean an ARN.
  private static func kind(_ type: String?) -> Principal.Kind {
    kinds.first { $0.rawValue.lowercased() == type?.lowercased() } ?? .aws
  }

  private static func principal(_ kind: Principal.Kind, _ element: Element) throws(PolicyProblem) -> Principal {
    let text = try element.string()
    return kind == .aws ? try named(text, element) : Principal(kind: kind, name: text, account: nil)
  }

  private static func named(_ text: String, _ element: Element) throws(PolicyProblem) -> Principal {
    if text.isAccountID { return Principal(arn: "arn:aws:iam::\(text):root") }
    if ARN(text) != nil { return Principal(arn: text) }
    if text == "*" { return Principal(kind: .aws, name: text, account: nil) }
    guard text.contains("."), !text.contains(":") else {
      throw element.problem(.invalidValue, "\"\(text)\" is no ARN, account, service or *.")
    }
    return Principal(kind: .service, name: text, account: nil)
  }
}

extension String {
  /// Whether the text is the number of an account.
  var isAccountID: Bool { utf8.count == 12 && utf8.allSatisfy { (0x30...0x39).contains($0) } }
}
