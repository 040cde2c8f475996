import Vocabulary

/// The transitions of one action.
struct TransitionCheck {
  let identifier: String
  let path: String
  let rule: ActionRule
  let places: [String: Int]
  private(set) var problems: [FlowProblem] = []

  init(identifier: String, path: String, rule: ActionRule, places: [String: Int]) {
    self.identifier = identifier
    self.path = path
    self.rule = rule
    self.places = places
  }

  private mutating func report(_ place: String, _ message: String) {
    problems.append(FlowProblem(action: identifier, path: path + place, message: message))
  }

  mutating func check(_ json: JSON?, _ parameters: JSON.Object) -> (
    next: Int?, conditions: [FlowCondition], errors: [FlowErrorBranch]
  ) {
    guard let transitions = (json ?? [:]).object else {
      report("", "must be an object.")
      return (nil, [], [])
    }
    for name in transitions.names where !["NextAction", "Errors", "Conditions"].contains(name) {
      report(".\(name)", "is not known; transitions have NextAction, Errors and Conditions.")
    }
    let conditions = self.conditions(transitions["Conditions"])
    let errors = self.errors(transitions["Errors"], parameters)
    return (next(transitions["NextAction"], conditions.isEmpty), conditions, errors)
  }

  private mutating func next(_ json: JSON?, _ hasNoConditions: Bool) -> Int? {
    switch (json, rule.isTerminal) {
    case (nil, true): return nil
    case (nil, false):
      if hasNoConditions { report(".NextAction", "is required: the flow must go on from here.") }
      return nil
    case (_?, true):
      report(".NextAction", "nothing can follow this action; leave it out.")
      return nil
    case (let json?, false): return target(json, ".NextAction")
    }
  }

  private mutating func target(_ json: JSON?, _ place: String) -> Int? {
    guard let name = json?.string, let index = places[name] else {
      report(place, "leads to \(json?.string ?? "nothing"), which is no action of this flow.")
      return nil
    }
    return index
  }

  // MARK: Errors

  private mutating func errors(_ json: JSON?, _ parameters: JSON.Object) -> [FlowErrorBranch] {
    guard let list = (json ?? []).array else {
      report(".Errors", "must be a list.")
      return []
    }
    var seen: Set<String> = []
    let branches = list.enumerated().compactMap { index, error -> FlowErrorBranch? in
      guard let type = error["ErrorType"]?.string else {
        report(".Errors[\(index)].ErrorType", "must name the error.")
        return nil
      }
      if !seen.insert(type).inserted { report(".Errors[\(index)].ErrorType", "\(type) has a branch already.") }
      return target(error["NextAction"], ".Errors[\(index)].NextAction").map { FlowErrorBranch(errorType: type, next: $0) }
    }
    checkErrors(seen, parameters)
    return branches
  }

  private mutating func checkErrors(_ given: Set<String>, _ parameters: JSON.Object) {
    switch rule.errors {
    case .refused:
      if !given.isEmpty { report(".Errors", "this action has no error branches; leave them out.") }
    case .branches(let required, let allowed, let isOpen):
      let required = required + rule.furtherErrors(parameters)
      for missing in required where !given.contains(missing) { report(".Errors", "the branch \(missing) is missing.") }
      for error in given.sorted() where !isOpen && !required.contains(error) && !allowed.contains(error) {
        report(".Errors", "this action has no branch \(error); leave it out.")
      }
    }
  }

  // MARK: Conditions

  private mutating func conditions(_ json: JSON?) -> [FlowCondition] {
    guard let list = (json ?? []).array else {
      report(".Conditions", "must be a list.")
      return []
    }
    let made = list.enumerated().compactMap { index, condition -> FlowCondition? in
      let predicate = self.predicate(condition["Condition"], ".Conditions[\(index)].Condition", depth: 1)
      let next = target(condition["NextAction"], ".Conditions[\(index)].NextAction")
      guard let predicate, let next else { return nil }
      return FlowCondition(predicate: predicate, next: next)
    }
    checkConditions(made)
    return made
  }

  private mutating func checkConditions(_ conditions: [FlowCondition]) {
    switch rule.conditions {
    case .any: break
    case .none: if !conditions.isEmpty { report(".Conditions", "this action has no conditions; leave them out.") }
    case .values(let values, let required):
      let operands = conditions.compactMap { condition -> String? in
        if case .compare(.equals, let operands) = condition.predicate { operands.first } else { nil }
      }
      for operand in operands where !values.contains(operand) { report(".Conditions", "\(operand) is no result of this action.") }
      for value in values where required && !operands.contains(value) {
        report(".Conditions", "the branch for \(value) is missing.")
      }
    }
  }

  private mutating func predicate(_ json: JSON?, _ place: String, depth: Int) -> FlowPredicate? {
    guard depth <= FlowReader.nestingMax else {
      report(place, "conditions stand more than \(FlowReader.nestingMax) deep in one another.")
      return nil
    }
    guard let name = json?["Operator"]?.string else {
      report("\(place).Operator", "must name an operator.")
      return nil
    }
    let operands = json?["Operands"]?.array ?? []
    if ["And", "Or", "Not"].contains(name) { return joined(name, operands, place, depth) }
    guard let known = FlowOperator(rawValue: name) else {
      report("\(place).Operator", "\(name) is no operator of this language.")
      return nil
    }
    let texts = operands.compactMap { $0.string ?? $0.number?.text }
    guard !texts.isEmpty, texts.count == operands.count else {
      report("\(place).Operands", "must be one text at least.")
      return nil
    }
    return .compare(known, operands: texts)
  }

  private mutating func joined(_ name: String, _ operands: [JSON], _ place: String, _ depth: Int) -> FlowPredicate? {
    let parts = operands.enumerated().compactMap { predicate($1, "\(place).Operands[\($0)]", depth: depth + 1) }
    guard parts.count == operands.count, !parts.isEmpty, name != "Not" || parts.count == 1 else {
      report("\(place).Operands", "\(name) needs \(name == "Not" ? "one condition" : "conditions").")
      return nil
    }
    return name == "And" ? .all(parts) : name == "Or" ? .any(parts) : .not(parts[0])
  }
}
