import Vocabulary

/// The views that every instance has, which exported flows name by an ARN that holds no instance:
/// `arn:aws:connect:REGION:aws:view/form:1`. They mean the same in every region.
public enum ManagedViews {
  public static let ids = ["after-contact-work", "cards", "confirmation", "detail", "form", "list"]
  /// There is one version of each.
  public static let version = 1

  /// The id of the managed view that an id or an ARN names, with a version or without; nil for any other text.
  public static func id(_ text: String) -> String? {
    var name = Substring(text)
    if let arn = ARN(text) {
      guard arn.service == "connect", arn.account == "aws", arn.resource.hasPrefix("view/") else { return nil }
      name = Substring(arn.resource).dropFirst("view/".count)
    }
    let parts = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let id = parts.first.map(String.init), ids.contains(id) else { return nil }
    return parts.count == 1 || ["$LATEST", String(version)].contains(String(parts[1])) ? id : nil
  }
}
