import FlowLanguage

extension ActionRun {
  /// Whether a value meets a predicate. Texts are compared exactly, upper and lower case apart; numbers as numbers, and what is
  /// no number is neither greater nor less.
  func holds(_ predicate: FlowPredicate, for value: String) -> Bool {
    switch predicate {
    case .compare(let comparison, let operands): operands.contains { holds(comparison, value, evaluated($0) ?? "") }
    case .all(let parts): parts.allSatisfy { holds($0, for: value) }
    case .any(let parts): parts.contains { holds($0, for: value) }
    case .not(let part): !holds(part, for: value)
    }
  }

  private func holds(_ comparison: FlowOperator, _ value: String, _ operand: String) -> Bool {
    switch comparison {
    case .equals: value == operand
    case .textStartsWith: value.hasPrefix(operand)
    case .textEndsWith: value.hasSuffix(operand)
    case .textContains: operand.isEmpty || value.contains(operand)
    case .numberGreaterThan: compare(value, operand, >)
    case .numberGreaterOrEqualTo: compare(value, operand, >=)
    case .numberLessThan: compare(value, operand, <)
    case .numberLessOrEqualTo: compare(value, operand, <=)
    }
  }

  private func compare(_ left: String, _ right: String, _ relation: (Double, Double) -> Bool) -> Bool {
    guard let left = number(left), let right = number(right) else { return false }
    return relation(left, right)
  }

  /// Decimal digits, sign, point and exponent; the words for infinity and hexadecimal are text.
  private func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let number = Double(text), number.isFinite else {
      return nil
    }
    return number
  }
}
