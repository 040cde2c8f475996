/// The rules that Connect has for tags beyond what the description bounds.
public enum TagRules {
  /// Tags that one resource may have.
  public static let countMax = 50

  /// - Throws: InvalidParameterException.
  public static func check(_ tags: [String: String]) throws {
    for key in tags.keys.sorted() where key.lowercased().hasPrefix("aws:") {
      throw ConnectError(.invalidParameter, "Tags: the key \(key) begins with aws:, which is reserved.")
    }
    guard tags.count <= countMax else {
      throw ConnectError(.invalidParameter, "Tags: a resource has at most \(countMax) tags; this would be \(tags.count).")
    }
  }
}
