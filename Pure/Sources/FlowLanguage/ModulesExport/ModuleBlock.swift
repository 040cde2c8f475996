import Vocabulary

/// One block of the older export.
struct ModuleBlock {
  let identifier: String
  let type: String
  let target: String?
  let path: String
  private let parameters: [JSON]
  private let branches: [JSON]

  init(_ json: JSON, at path: String) throws(FlowProblem) {
    guard let identifier = json["id"]?.string, let type = json["type"]?.string else {
      throw FlowProblem(action: nil, path: path, message: "must have an id and a type.")
    }
    self.identifier = identifier
    self.type = type
    self.path = path
    target = json["target"]?.string
    parameters = json["parameters"]?.array ?? []
    branches = json["branches"]?.array ?? []
  }

  func problem(_ message: String) -> FlowProblem { FlowProblem(action: identifier, path: path, message: message) }

  /// The action that does what the block did.
  func converted() throws(FlowProblem) -> ConvertedAction {
    guard let conversion = ModuleConversion.of(self) else {
      throw problem("\(type) has no counterpart in the flow language; take the block out before it is exported.")
    }
    let parameters = try conversion.parameters(self)
    let json: JSON = [
      "Identifier": .string(identifier), "Type": .string(conversion.type), "Parameters": .object(parameters),
      "Transitions": try transitions(conversion),
    ]
    return ConvertedAction(identifier: identifier, json: json, names: .object(names(conversion)))
  }
}

extension ModuleBlock {
  /// The value of a parameter; a namespace makes it a path.
  func value(_ name: String) throws(FlowProblem) -> String? {
    guard let parameter = parameters.first(where: { $0["name"]?.string == name }) else { return nil }
    return try value(of: parameter)
  }

  /// All values of a parameter that stands repeatedly.
  func values(_ name: String) throws(FlowProblem) -> [String] {
    var values: [String] = []
    for parameter in parameters where parameter["name"]?.string == name { values.append(try value(of: parameter) ?? "") }
    return values
  }

  /// The entries of a parameter that stands repeatedly, each with a key.
  func entries(_ name: String) throws(FlowProblem) -> JSON {
    var entries: [(String, JSON)] = []
    for parameter in parameters where parameter["name"]?.string == name {
      guard let key = parameter["key"]?.string, let value = try value(of: parameter) else { continue }
      entries.append((key, .string(value)))
    }
    return .object(entries)
  }

  private func value(of parameter: JSON) throws(FlowProblem) -> String? {
    guard let raw = parameter["value"], let text = Self.text(raw) else { return nil }
    guard let namespace = parameter["namespace"]?.string, !namespace.isEmpty else { return text }
    guard let path = ModuleNamespaces.path(namespace, text) else {
      throw problem("\(text) of \(namespace) has no counterpart among the paths of the flow language.")
    }
    return path
  }

  private static func text(_ json: JSON) -> String? { json.string ?? json.bool.map(String.init) ?? json.number?.text }

  /// Names of resources, for parameters that have one.
  private func names(_ conversion: ModuleConversion) -> [(String, JSON)] {
    conversion.named.compactMap { old, new in
      guard let name = parameters.first(where: { $0["name"]?.string == old })?["resourceName"]?.string else { return nil }
      let path = new == "EventHooks" ? eventHook.map { [$0] } ?? [] : []
      let leaf: JSON = ["displayName": .string(name)]
      return (new, path.reversed().reduce(leaf) { .object([($1, $0)]) })
    }
  }

  /// The words of its branches.
  var branchWords: Set<String> { Set(branches.compactMap { $0["condition"]?.string }) }

  /// The event that a flow is set for.
  var eventHook: String? { parameters.first { $0["name"]?.string == "Type" }?["value"]?.string }
}

extension ModuleBlock {
  private func transitions(_ conversion: ModuleConversion) throws(FlowProblem) -> JSON {
    if conversion.isTerminal { return [:] }
    var (conditions, errors): ([JSON], [JSON]) = ([], [])
    var next: JSON?
    var percent = 0
    for branch in branches {
      guard let to = branch["transition"], let word = branch["condition"]?.string else { continue }
      if word == "Success" {
        next = to
      } else if let error = conversion.errors[word] {
        errors.append(["NextAction": to, "ErrorType": .string(error)])
      } else {
        conditions.append(["NextAction": to, "Condition": try condition(word, branch, conversion, &percent)])
      }
    }
    // The older form let some errors go on where success goes; the language wants a branch for each.
    for type in conversion.impliedErrors where !errors.contains(where: { $0["ErrorType"]?.string == type }) {
      guard let to = next ?? errors.first?["NextAction"] else { continue }
      errors.append(["NextAction": to, "ErrorType": .string(type)])
    }
    var transitions: [(String, JSON)] = [("Errors", .array(errors)), ("Conditions", .array(conditions))]
    if let to = next ?? errors.first(where: { $0["ErrorType"] == "NoMatchingError" })?["NextAction"]
      ?? errors.first?["NextAction"]
    {
      transitions.append(("NextAction", to))
    }
    return .object(transitions)
  }

  private func condition(_ word: String, _ branch: JSON, _ conversion: ModuleConversion, _ percent: inout Int)
    throws(FlowProblem) -> JSON
  {
    let operand = branch["conditionValue"].flatMap(Self.text) ?? ""
    let oldOperator = branch["conditionType"]?.string ?? "Equals"
    if let value = conversion.values[word] { return Self.condition("Equals", value) }
    if conversion.type == "DistributeByPercentage" {
      percent += Int(operand) ?? 0
      return Self.condition("NumberLessThan", String(percent + 1))
    }
    if word == "CheckQueueTime", let milliseconds = Int(operand) {
      return Self.condition(try comparison(oldOperator), String(milliseconds / 1_000))
    }
    guard word == "Evaluate" || word == "CheckQueueCapacity" || word == "CheckQueueSize" else {
      throw problem("the branch \(word) has no counterpart in the flow language.")
    }
    return Self.condition(try comparison(oldOperator), operand)
  }

  private func comparison(_ word: String) throws(FlowProblem) -> String {
    guard let new = Self.comparisons[word] else { throw problem("the operator \(word) has no counterpart in the flow language.") }
    return new
  }

  private static func condition(_ operation: String, _ operand: String) -> JSON {
    ["Operator": .string(operation), "Operands": [.string(operand)]]
  }

  private static let comparisons = [
    "Equals": "Equals", "LessThan": "NumberLessThan", "LessOrEqual": "NumberLessOrEqualTo",
    "LessThanOrEqualTo": "NumberLessOrEqualTo", "GreaterThan": "NumberGreaterThan", "GreaterOrEqual": "NumberGreaterOrEqualTo",
    "GreaterThanOrEqualTo": "NumberGreaterOrEqualTo", "StartsWith": "TextStartsWith", "EndsWith": "TextEndsWith",
    "Contains": "TextContains",
  ]
}
