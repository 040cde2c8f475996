/// One thing that is wrong with a request, with its place.
public struct ValidationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: String, Sendable, CaseIterable {
    case malformed, missing, wrongType, tooShort, tooLong, tooSmall, tooLarge, pattern, notInEnum, unknownMember, union, tooDeep
  }

  public let reason: Reason
  /// Member names joined by dots, elements in brackets: `Config[2].StartTime.Hours`.
  public let path: String
  /// What was expected.
  public let detail: String

  public init(_ reason: Reason, _ path: String, _ detail: String) {
    self.reason = reason
    self.path = path
    self.detail = detail
  }

  public var description: String { "\(path): \(detail)" }
}
