/// Switch to keep: the tags of the keep's resources in an instance, for a search over the tags of all.
public struct ListTags: LinkMessage {
  public static let name = "list-tags"
  public static let layout = LinkLayout(ListTags.init(instanceID:words:), \.instanceID, \.words)
  /// Each resource's tags, in the order of creation.
  public typealias Reply = [[String: String]]

  public let instanceID: String
  /// The words of their ARNs, such as `agent`.
  public let words: [String]

  public init(instanceID: String, words: [String]) {
    self.instanceID = instanceID
    self.words = words
  }
}
