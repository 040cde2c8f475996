import AWSWire
import ConnectAPI
import Vocabulary

/// The ListCondition of a search for users: some proficiency meets every condition in it.
enum ProficiencyCondition {
  /// - Throws: InvalidParameterException for a field that proficiencies do not have, or a number that is missing.
  static func check(_ criteria: UserSearchCriteria) throws {
    for condition in criteria.listCondition?.conditions ?? [] {
      if let text = condition.stringCondition { try check(text.fieldName, ["name", "value"]) }
      if let number = condition.numberCondition {
        try check(number.fieldName, ["limit"])
        guard admittedLevels(number) != nil else {
          throw ConnectError(
            .invalidParameter, "SearchCriteria: a NumberCondition of this ComparisonType needs MinValue or MaxValue.")
        }
      }
    }
    for part in (criteria.andConditions ?? []) + (criteria.orConditions ?? []) { try check(part) }
  }

  static func holds(_ user: StoredUser, _ condition: JSON) -> Bool {
    guard let conditions = try? ListCondition(json: condition).conditions ?? [] else { return false }
    return user.proficiencies.contains { proficiency in conditions.allSatisfy { holds(proficiency, $0) } }
  }

  private static func check(_ field: String?, _ known: [String]) throws {
    guard known.contains(field ?? "") else {
      throw ConnectError(
        .invalidParameter, "SearchCriteria.ListCondition.FieldName: must be \(known.joined(separator: " or ")).")
    }
  }

  private static func holds(_ proficiency: UserProficiency, _ condition: Condition) -> Bool {
    let texts = ["name": [proficiency.attributeName], "value": [proficiency.attributeValue]]
    let meetsText = condition.stringCondition.map { TextCondition.holds($0.json, texts[$0.fieldName ?? ""]) } ?? true
    let meetsLevel = condition.numberCondition.map { admittedLevels($0)?.contains(Int(proficiency.level)) ?? false } ?? true
    return meetsText && meetsLevel
  }

  /// The levels that a condition admits; nil when it lacks its number. A comparison with one number takes whichever is given.
  private static func admittedLevels(_ condition: NumberCondition) -> Set<Int>? {
    let levels = Set(1...5)
    guard let low = condition.minValue ?? condition.maxValue, let high = condition.maxValue ?? condition.minValue else {
      return nil
    }
    switch condition.comparisonType {
    case .greaterOrEqual: return levels.filter { $0 >= low }
    case .greater: return levels.filter { $0 > low }
    case .lesserOrEqual: return levels.filter { $0 <= high }
    case .lesser: return levels.filter { $0 < high }
    case .equal, nil: return levels.filter { $0 == low }
    case .notEqual: return levels.filter { $0 != low }
    case .range: return levels.filter { $0 >= low && $0 <= high }
    }
  }
}
