import Vocabulary

/// Who asks.
public struct Principal: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case aws = "AWS"
    case service = "Service"
    case federated = "Federated"
    case canonicalUser = "CanonicalUser"
  }

  public let kind: Kind
  /// An ARN, a service's name, a provider or a canonical id; `*` for nobody in particular.
  public let name: String
  /// The account that it belongs to; nil for services and strangers.
  public let account: String?

  public init(kind: Kind, name: String, account: String?) {
    self.kind = kind
    self.name = name
    self.account = account
  }

  /// A user, role or session, by its ARN.
  public init(arn: String) { self.init(kind: .aws, name: arn, account: ARN(arn)?.account) }

  /// For the session of a role, the role's ARN (`arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`).
  var roleARN: String? {
    guard let arn = ARN(name), arn.service == "sts" else { return nil }
    let parts = arn.resource.split(separator: "/")
    guard parts.count == 3, parts[0] == "assumed-role" else { return nil }
    return "arn:\(arn.partition):iam::\(arn.account):role/\(parts[1])"
  }
}

/// Principal and NotPrincipal. A principal is named exactly; only `*` alone stands for everyone.
struct PrincipalMatcher: Sendable {
  private enum Entry: Sendable {
    case everyone
    case account(String)
    case exact(Principal.Kind, String)
  }

  /// How a statement means a principal: by naming it, or more generally.
  enum Naming: Sendable { case exact, general }

  private let entries: [Entry]
  private let isNegated: Bool

  init(_ element: Element, isNegated: Bool) throws(PolicyProblem) {
    self.isNegated = isNegated
    if element.json.string == "*" {
      entries = [.everyone]
      return
    }
    var entries: [Entry] = []
    let object = try element.object(allowed: ["AWS", "Service", "Federated", "CanonicalUser"])
    for name in ["AWS", "Service", "Federated", "CanonicalUser"] {
      guard let element = object[name], let kind = Principal.Kind(rawValue: name) else { continue }
      for text in try element.strings() { entries.append(Self.entry(kind, text)) }
    }
    guard !entries.isEmpty else { throw element.problem(.invalidValue, "names nobody.") }
    self.entries = entries
  }

  private static func entry(_ kind: Principal.Kind, _ text: String) -> Entry {
    guard kind == .aws else { return .exact(kind, text) }
    if text == "*" { return .everyone }
    if text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .account(text) }
    if let arn = ARN(text), arn.service == "iam", arn.resource == "root" { return .account(arn.account) }
    return .exact(.aws, text)
  }

  /// - Returns: nil when the statement does not mean the principal.
  func naming(_ principal: Principal) -> Naming? {
    if isNegated { return entries.contains { names(principal, $0) } ? nil : .general }
    let matching = entries.filter { names(principal, $0) }
    guard !matching.isEmpty else { return nil }
    return matching.contains { if case .exact(_, principal.name) = $0 { true } else { false } } ? .exact : .general
  }

  private func names(_ principal: Principal, _ entry: Entry) -> Bool {
    switch entry {
    case .everyone: true
    case .account(let account): principal.kind == .aws && principal.account == account
    case .exact(let kind, let name): principal.kind == kind && (principal.name == name || principal.roleARN == name)
    }
  }
}
