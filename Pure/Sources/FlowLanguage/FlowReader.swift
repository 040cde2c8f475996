import Vocabulary

/// Reads the flow language, version 2019-10-30.
public enum FlowReader {
  public static let version = "2019-10-30"
  /// Bytes of a flow's text, and actions in it.
  public static let textBytesMax = 1 << 20
  public static let actionsMax = 1_000
  /// Levels of conditions within conditions.
  static let nestingMax = 5

  /// The checked graph, or everything that is wrong.
  public static func read(_ text: String, as type: FlowType) -> Result<Flow, FlowProblems> {
    guard text.utf8.count <= textBytesMax else {
      return .failure(FlowProblems([FlowProblem(action: nil, path: "$", message: "larger than \(textBytesMax) bytes.")]))
    }
    do {
      var check = FlowCheck(type: type)
      return check.flow(try JSON.parse(text)).map { .success($0) } ?? .failure(FlowProblems(check.problems))
    } catch {
      return .failure(FlowProblems([FlowProblem(action: nil, path: error.path, message: "not JSON: \(error.reason.rawValue).")]))
    }
  }
}

/// One reading: it goes through the whole text, so that every problem is told at once.
struct FlowCheck {
  let type: FlowType
  var problems: [FlowProblem] = []
  private var places: [String: Int] = [:]

  init(type: FlowType) { self.type = type }

  mutating func report(_ action: String?, _ path: String, _ message: String) {
    problems.append(FlowProblem(action: action, path: path, message: message))
  }

  mutating func flow(_ json: JSON) -> Flow? {
    guard json.object != nil else {
      report(nil, "$", "must be an object, and is \(json.kind).")
      return nil
    }
    if json["Version"]?.string != FlowReader.version { report(nil, "$.Version", "must be \"\(FlowReader.version)\".") }
    guard let actions = json["Actions"]?.array, !actions.isEmpty else {
      report(nil, "$.Actions", "must be the list of actions, at least one.")
      return nil
    }
    guard actions.count <= FlowReader.actionsMax else {
      report(nil, "$.Actions", "has \(actions.count) actions; a flow may have \(FlowReader.actionsMax).")
      return nil
    }
    register(actions)
    let start = startIndex(json["StartAction"])
    let made = actions.enumerated().compactMap { action($1, at: "$.Actions[\($0)]") }
    guard problems.isEmpty, let start else { return nil }
    return Flow(type: type, actions: made, start: start)
  }

  private mutating func register(_ actions: [JSON]) {
    for (index, action) in actions.enumerated() {
      guard let identifier = action["Identifier"]?.string, !identifier.isEmpty, identifier.utf8.count <= 256 else {
        report(nil, "$.Actions[\(index)].Identifier", "must be a text of 1 to 256 bytes.")
        continue
      }
      if places.updateValue(index, forKey: identifier) != nil {
        report(identifier, "$.Actions[\(index)].Identifier", "another action has the same identifier.")
      }
    }
  }

  private mutating func startIndex(_ json: JSON?) -> Int? {
    guard let start = json?.string, let index = places[start] else {
      report(nil, "$.StartAction", "must name the first action by its identifier.")
      return nil
    }
    return index
  }

  private mutating func action(_ json: JSON, at path: String) -> FlowAction? {
    guard let identifier = json["Identifier"]?.string else { return nil }
    guard let text = json["Type"]?.string, let actionType = ActionType(text) else {
      report(identifier, "\(path).Type", "\(json["Type"]?.string ?? "nothing") is no type of action of this language.")
      return nil
    }
    let rule = ActionRules.rule(of: actionType)
    if let allowed = rule.flowTypes, !allowed.contains(type) {
      report(identifier, "\(path).Type", "\(text) is not allowed in a flow of type \(type.rawValue).")
    }
    let parameters = self.parameters(json["Parameters"], rule, identifier, "\(path).Parameters")
    var transitions = TransitionCheck(identifier: identifier, path: "\(path).Transitions", rule: rule, places: places)
    let made = transitions.check(json["Transitions"], parameters)
    problems += transitions.problems
    return FlowAction(
      identifier: identifier, type: actionType, parameters: parameters, next: made.next, conditions: made.conditions,
      errors: made.errors)
  }

  private mutating func parameters(_ json: JSON?, _ rule: ActionRule, _ identifier: String, _ path: String) -> JSON.Object {
    guard let parameters = (json ?? [:]).object else {
      report(identifier, path, "must be an object.")
      return JSON.Object()
    }
    for parameter in rule.parameters { check(parameter, parameters[parameter.name], identifier, "\(path).\(parameter.name)") }
    for choice in rule.choices {
      let given = choice.members.filter { parameters[$0] != nil }
      if given.count > 1 { report(identifier, path, "\(given.joined(separator: " and ")) cannot stand together.") }
      if given.isEmpty, choice.isRequired { report(identifier, path, "needs one of \(choice.members.joined(separator: ", ")).") }
    }
    return parameters
  }

  private mutating func check(_ rule: ParameterRule, _ value: JSON?, _ identifier: String, _ path: String) {
    guard let value else {
      if rule.isRequired { report(identifier, path, "is required.") }
      return
    }
    if let problem = rule.form.problem(with: value) { report(identifier, path, problem) }
  }
}

extension ActionType {
  /// The documentation's other spelling is read too.
  init?(_ text: String) { self.init(rawValue: text == "UntagContact" ? "UnTagContact" : text) }
}

extension ParameterRule.Form {
  /// What is wrong with a value; nil for nothing.
  fileprivate func problem(with value: JSON) -> String? {
    switch self {
    case .text: return value.string == nil && value.number == nil ? "must be a text, and is \(value.kind)." : nil
    case .object: return value.object == nil ? "must be an object, and is \(value.kind)." : nil
    case .list: return value.array == nil ? "must be a list, and is \(value.kind)." : nil
    case .flag: return value.bool == nil ? "must be true or false." : nil
    case .path: return value.string.flatMap(FlowPath.init) == nil ? "must be a path, such as $.Attributes.name." : nil
    case .oneOf(let values):
      return isFixed(value) { values.contains($0) } ? nil : "must be one of \(values.joined(separator: ", "))."
    case .whole(let range):
      if let whole = value.int { return range.contains(whole) ? nil : "must be from \(range.lowerBound) to \(range.upperBound)." }
      let isGood = isFixed(value) { Int($0).map(range.contains) ?? false }
      return isGood ? nil : "must be a whole number from \(range.lowerBound) to \(range.upperBound)."
    }
  }

  /// What a path stands for is seen when the flow runs.
  private func isFixed(_ value: JSON, _ isGood: (String) -> Bool) -> Bool {
    guard let text = value.string else { return false }
    return FlowText(text).isDynamic || isGood(text)
  }
}
