/// What was seen of an object while it was sealed. It stands in the encryption context of the sealed message, so that it is
/// authenticated with the content and nobody who keeps the message can change it. It is not secret.
public struct Recognised: Sendable, Hashable {
  /// Labels that one object may have.
  public static let labelsMax = 16
  /// In capital letters, as roles of participants are; nil where nobody in particular made it.
  public let origin: String?
  /// What recognisers found, in alphabetical order; nil for what none of them could look at.
  public let labels: [String]?

  private static let originName = "switchkeep:origin"
  private static let labelsName = "switchkeep:labels"
  /// The names of its entries.
  public static let names: Set<String> = [originName, labelsName]
  /// For no labels: an entry of a context is not empty.
  private static let none = "-"

  public init(origin: String?, labels: [String]?) {
    self.origin = origin
    self.labels = labels
  }

  public var context: [String: String] {
    var context: [String: String] = [:]
    context[Self.originName] = origin
    context[Self.labelsName] = labels.map { $0.isEmpty ? Self.none : $0.joined(separator: ",") }
    return context
  }

  /// - Returns: nil for entries that no switch of ours writes.
  public init?(context: [String: String]) {
    origin = context[Self.originName]
    guard origin.map(Self.isWord) ?? true else { return nil }
    guard let text = context[Self.labelsName] else {
      labels = nil
      return
    }
    let found = text == Self.none ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard found.count <= Self.labelsMax, found.allSatisfy(Self.isWord), found == Set(found).sorted() else { return nil }
    labels = found
  }

  /// Whether it is a label: a capital letter, then capital letters, digits and underscores, 64 at most.
  public static func isWord(_ text: String) -> Bool {
    guard (1...64).contains(text.utf8.count), let first = text.utf8.first, (0x41...0x5A).contains(first) else { return false }
    return text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_") }
  }
}
