/// One thing that is wrong with a request, with its place.
public struct ValidationProblem: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Reason: String, Sendable, CaseIterable {
    case malformed, missing, wrongType, tooShort, tooLong, tooSmall, tooLarge, pattern, notInEnum, unknownMember, union, tooDeep
  }

  public let reason: Reason
  /// Unicode scalars of the longest path: names in it can come from a request.
  public static let pathMax = 256

  /// Member names joined by dots, elements in brackets: `Config[2].StartTime.Hours`. A longer one than `pathMax` is cut.
  public let path: String
  /// What was expected.
  public let detail: String

  public init(_ reason: Reason, _ path: String, _ detail: String) {
    self.reason = reason
    self.path = path.utf8.count <= Self.pathMax ? path : path.firstScalars(Self.pathMax) + "..."
    self.detail = detail
  }

  public var description: String { "\(path): \(detail)" }
}

extension String {
  func firstScalars(_ count: Int) -> String { String(UnicodeScalarView(unicodeScalars.prefix(count))) }
}
