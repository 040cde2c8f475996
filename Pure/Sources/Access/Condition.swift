import Vocabulary

/// One operator over one key: every condition of a statement must hold.
struct Condition: Sendable {
  enum Quantifier: Sendable { case none, forAnyValue, forAllValues }

  let comparison: Comparison
  let quantifier: Quantifier
  let ifExists: Bool
  /// In lower case.
  let key: String
  let values: [ConditionValue]
  /// For reasons, as the policy has it.
  let text: String

  static func parse(_ element: Element, variables: Bool) throws(PolicyProblem) -> [Condition] {
    var conditions: [Condition] = []
    guard let operators = element.json.object else { throw element.problem(.wrongType, "must be an object.") }
    for member in operators.members {
      let block = Element(member.value, path: "\(element.path).\(member.name)")
      guard let keys = block.json.object else { throw block.problem(.wrongType, "must be an object of condition keys.") }
      for key in keys.members {
        let value = Element(key.value, path: "\(block.path).\(key.name)")
        conditions.append(try Condition(member.name, block, key.name, value, variables))
      }
    }
    return conditions
  }

  private init(_ name: String, _ block: Element, _ key: String, _ value: Element, _ variables: Bool) throws(PolicyProblem) {
    var rest = name[...]
    if rest.hasPrefix("ForAnyValue:") {
      quantifier = .forAnyValue
      rest = rest.dropFirst("ForAnyValue:".count)
    } else if rest.hasPrefix("ForAllValues:") {
      quantifier = .forAllValues
      rest = rest.dropFirst("ForAllValues:".count)
    } else {
      quantifier = .none
    }
    ifExists = rest.hasSuffix("IfExists")
    if ifExists { rest = rest.dropLast("IfExists".count) }
    guard let comparison = Comparison(rawValue: String(rest)), !(comparison == .null && (ifExists || quantifier != .none)) else {
      throw block.problem(.unknownOperator, "\(name) is no condition operator.")
    }
    self.comparison = comparison
    self.key = key.lowercased()
    text = "\(name) \(key)"
    var values: [ConditionValue] = []
    for text in try value.scalars() {
      guard let value = ConditionValue(text, comparison, variables: variables) else {
        throw block.problem(.invalidValue, "\"\(text)\" is no value for \(name).")
      }
      values.append(value)
    }
    self.values = values
  }

  func holds(_ context: Context) -> Bool {
    let present = context.values(ofLowercased: key)
    if comparison == .null {
      let isMissing = present?.isEmpty ?? true
      return values.contains { $0.isTrue == isMissing }
    }
    // A set operator takes a key all of whose values are empty strings for one without values ("Multivalued context keys").
    guard let present, !present.isEmpty, quantifier == .none || !present.allSatisfy(\.isEmpty) else {
      if quantifier == .forAllValues { return true }
      if quantifier == .forAnyValue { return ifExists }
      return ifExists || comparison.isNegated
    }
    switch quantifier {
    case .forAllValues: return present.allSatisfy { holds(for: $0, context) }
    case .forAnyValue: return present.contains { holds(for: $0, context) }
    // Without a set operator: any of the request's values may match; a negated operator wants that none does.
    case .none:
      return comparison.isNegated ? present.allSatisfy { holds(for: $0, context) } : present.contains { holds(for: $0, context) }
    }
  }

  /// Several values of the policy are alternatives; for a negated operator none of them may match.
  private func holds(for given: String, _ context: Context) -> Bool {
    let matches = values.contains { $0.matches(given, comparison.positive, context) }
    return matches != comparison.isNegated
  }
}
