public import Vocabulary

/// The tag conditions that searches share: `OrConditions` is a list of lists (each inner list must hold as a whole),
/// `AndConditions` a list, `TagCondition` one condition.
public enum TagCriteria {
  public static func matches(_ tags: [String: String], _ filter: JSON) -> Bool {
    guard let members = filter.object?.members else { return true }
    return members.allSatisfy { member in
      switch member.name {
      case "TagCondition": holds(tags, member.value)
      case "OrConditions": member.value.array?.contains { alternative(tags, $0) } ?? true
      case "AndConditions", "AndCondition", "TagConditions": conjunction(tags, member.value)
      default: true
      }
    }
  }

  private static func alternative(_ tags: [String: String], _ value: JSON) -> Bool {
    value.array.map { $0.allSatisfy { holds(tags, $0) } } ?? matches(tags, value)
  }

  /// A list of conditions, or (in an AttributeFilter) an object that holds them under TagConditions.
  private static func conjunction(_ tags: [String: String], _ value: JSON) -> Bool {
    let conditions = value.array ?? value["TagConditions"]?.array ?? []
    return conditions.allSatisfy { holds(tags, $0) }
  }

  /// A condition without TagValue asks for the key alone.
  private static func holds(_ tags: [String: String], _ condition: JSON) -> Bool {
    guard let value = tags[condition["TagKey"]?.string ?? ""] else { return false }
    return condition["TagValue"]?.string.map { $0 == value } ?? true
  }
}
