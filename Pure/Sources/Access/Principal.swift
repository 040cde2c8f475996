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

/// Principal and NotPrincipal. A principal is named exactly; only `*` alone stands for everyone ("AWS JSON policy elements:
/// Principal", IAM User Guide).
struct PrincipalMatcher: Sendable {
  private enum Entry: Sendable {
    case everyone
    case account(String)
    case exact(Principal.Kind, [UInt8])
  }

  /// How far a statement reaches down to a principal; the last is the nearest.
  enum Naming: Sendable, Comparable {
    /// Its account, which gives the account's administrators something to give on.
    case account
    /// The role behind its session: the role's limits apply.
    case role
    /// Itself, or everyone.
    case direct
  }

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
      for element in element.elements { entries.append(try Self.entry(kind, element)) }
    }
    guard !entries.isEmpty else { throw element.problem(.invalidValue, "names nobody.") }
    self.entries = entries
  }

  private static func entry(_ kind: Principal.Kind, _ element: Element) throws(PolicyProblem) -> Entry {
    let text = try element.string()
    if kind == .aws, text == "*" { return .everyone }
    guard !text.utf8.contains(UInt8(ascii: "*")), !text.utf8.contains(UInt8(ascii: "?")) else {
      throw element.problem(.invalidValue, "a principal is named in full: a wildcard cannot stand for a part of it.")
    }
    guard kind == .aws else { return .exact(kind, Array(text.utf8)) }
    if text.utf8.count == 12, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .account(text) }
    if let arn = ARN(text), arn.service == "iam", arn.resource == "root" { return .account(arn.account) }
    return .exact(.aws, Array(text.utf8))
  }

  /// - Parameter hasBoundary: whether a permissions boundary limits the principal.
  /// - Returns: nil when the statement does not mean the principal.
  func naming(_ principal: Principal, hasBoundary: Bool) -> Naming? {
    if isNegated { return spares(principal, hasBoundary) ? nil : .direct }
    return entries.compactMap { naming(principal, $0) }.max()
  }

  private func naming(_ principal: Principal, _ entry: Entry) -> Naming? {
    switch entry {
    case .everyone: return .direct
    case .account(let account):
      guard principal.kind == .aws, principal.account == account else { return nil }
      return principal.isRoot ? .direct : .account
    case .exact(let kind, let name):
      guard principal.kind == kind else { return nil }
      if principal.name.utf8.elementsEqual(name) { return principal.isRole ? .role : .direct }
      return principal.roleARN?.utf8.elementsEqual(name) == true ? .role : nil
    }
  }

  /// NotPrincipal spares those of whom the account, the role and the session or user are all named, and never one that has a
  /// permissions boundary ("AWS JSON policy elements: NotPrincipal").
  private func spares(_ principal: Principal, _ hasBoundary: Bool) -> Bool {
    guard principal.kind == .aws else { return entries.contains { naming(principal, $0) != nil } }
    if hasBoundary { return false }
    let named = Set(entries.compactMap { naming(principal, $0) })
    if entries.contains(where: { if case .everyone = $0 { true } else { false } }) { return true }
    if principal.isRoot { return named.contains(.direct) }
    if principal.isRole { return named.isSuperset(of: [.account, .role]) }
    return named.isSuperset(of: principal.roleARN == nil ? [.account, .direct] : [.account, .role, .direct])
  }
}

extension Principal {
  var isRole: Bool { ARN(name).map { $0.service == "iam" && $0.resource.hasPrefix("role/") } ?? false }
  var isRoot: Bool { ARN(name).map { $0.service == "iam" && $0.resource == "root" } ?? false }
}
