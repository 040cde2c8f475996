import Vocabulary

extension RefusedMember {
  /// Whether a request sets the member. Lists and maps on the way are passed through, and a member of a recursive criterion
  /// counts
  /// wherever it stands below.
  func isSet(in input: JSON) -> Bool {
    Self.isSet(path.split(separator: ".").map(String.init)[...], in: input)
  }

  private static func isSet(_ path: ArraySlice<String>, in value: JSON) -> Bool {
    guard let name = path.first else { return true }
    switch value.content {
    case .array(let elements): return elements.contains { isSet(path, in: $0) }
    case .object(let object):
      if let member = object[name], isSet(path.dropFirst(), in: member) { return true }
      return ["AndConditions", "OrConditions"].contains { object[$0].map { isSet(path, in: $0) } ?? false }
    default: return false
    }
  }
}
