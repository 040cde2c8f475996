import Vocabulary

/// What is asked: may this principal do this to that?
public struct AccessQuestion: Sendable, Hashable {
  public let principal: Principal
  /// Such as `connect:DeleteQueue`.
  public let action: String
  /// The ARN of the resource.
  public let resource: String
  /// The account that owns the resource; nil means the principal's own.
  public let resourceAccount: String?
  public let context: Context

  public init(principal: Principal, action: String, resource: String, resourceAccount: String?, context: Context) {
    self.principal = principal
    self.action = action
    self.resource = resource
    self.resourceAccount = resourceAccount
    self.context = context
  }
}

/// The policies that bear on a question.
public struct PolicySet: Sendable {
  public let identity: [Policy]
  public let resource: Policy?
  /// Each of them must allow what is asked.
  public let boundaries: [Policy]
  /// Where there are any, one of them must allow what is asked.
  public let session: [Policy]

  public init(identity: [Policy], resource: Policy?, boundaries: [Policy], session: [Policy]) {
    self.identity = identity
    self.resource = resource
    self.boundaries = boundaries
    self.session = session
  }
}

/// The answer, with the statements that made it, or what was missing.
public struct Decision: Sendable, Hashable {
  public enum Outcome: String, Sendable {
    case allowed = "Allowed"
    case implicitlyDenied = "ImplicitlyDenied"
    case explicitlyDenied = "ExplicitlyDenied"
  }

  public let outcome: Outcome
  public let reasons: [String]
}
