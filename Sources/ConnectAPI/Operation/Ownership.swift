import Vocabulary

/// Which process owns what: rights and sign-in are the keep's, all other configuration the switch's.
public enum Ownership {
  private static let keepWords: Set<Substring> = ["agent", "security-profile"]

  /// Whether an ARN names a resource of the keep's.
  public static func isKeeps(arn text: String) -> Bool {
    guard let arn = ARN(text), arn.service == "connect" else { return false }
    let parts = arn.resource.split(separator: "/")
    return parts.count == 4 && keepWords.contains(parts[2])
  }
}
