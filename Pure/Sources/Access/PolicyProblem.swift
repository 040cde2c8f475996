/// Why a document is no policy, and where.
public struct PolicyProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: String, Sendable {
    case wrongType, missingElement, unknownElement, unknownVersion, unknownEffect, unknownOperator, notAllowedHere, bothGiven,
      invalidValue
  }

  public let reason: Reason
  /// Such as `Statement[1].Condition.StringEquals`.
  public let path: String
  /// What is wrong and what to do.
  public let detail: String
  /// The byte at which the value began, where it came from a text.
  public let offset: Int?

  public var description: String { "\(path): \(detail)" + (offset.map { " (byte \($0))" } ?? "") }
}
