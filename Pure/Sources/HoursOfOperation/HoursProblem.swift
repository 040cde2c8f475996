/// Why hours or an override cannot be as stated.
public struct HoursProblem: Error, Sendable, Hashable {
  public enum Code: Sendable, Hashable {
    case outOfRange
    case incomplete
    case contradiction
    case tooMany
  }

  public let code: Code
  /// The member at fault in the words of the API, such as `RecurrenceConfig.RecurrencePattern.ByMonth`.
  public let member: String
  public let reason: String

  init(_ code: Code, _ member: String, _ reason: String) {
    self.code = code
    self.member = member
    self.reason = reason
  }
}
