/// One rule of the house, over one file at a time.
public struct Rule: Sendable {
  public let name: String
  /// Which files it looks at.
  public let covers: @Sendable (_ path: String) -> Bool
  /// What is wrong, one text a finding.
  public let findings: @Sendable (_ path: String, _ text: String) -> [String]
  /// A file that the rule must find fault with.
  public let canary: (path: String, text: String)

  public init(
    _ name: String, covers: @escaping @Sendable (String) -> Bool, canary: (path: String, text: String),
    findings: @escaping @Sendable (String, String) -> [String]
  ) {
    self.name = name
    self.covers = covers
    self.canary = canary
    self.findings = findings
  }
}

public enum Rules {
  public static let all: [Rule] = sizes + names + calls + comments + walls + grants
}

/// Lines with their numbers, from 1.
func numbered(_ text: String) -> [(number: Int, line: Substring)] {
  text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { ($0 + 1, $1) }
}

func isSwift(_ path: String) -> Bool {
  path.hasSuffix(".swift") && !path.contains("/Generated/") && !path.contains("Tests/Tidy/")
}
func isProduct(_ path: String) -> Bool { isSwift(path) && (path.hasPrefix("Sources/") || path.hasPrefix("Pure/Sources/")) }
func isProductOrGenerated(_ path: String) -> Bool {
  path.hasSuffix(".swift") && (path.hasPrefix("Sources/") || path.hasPrefix("Pure/Sources/"))
}
