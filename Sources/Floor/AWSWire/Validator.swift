public import Vocabulary

/// Checks JSON against a shape of the description: required members, types, bounds, patterns, enums, unions.
public struct Validator: Sendable {
  /// Problems that one check reports.
  public static let problemsMax = 16
  private static let depthMax = 32

  private let description: ServiceDescription

  public init(description: ServiceDescription) { self.description = description }

  /// - Returns: what is wrong, in the order of the description; empty when nothing is.
  public func problems(of json: JSON, shape name: String) -> [ValidationProblem] {
    var check = Check(description: description)
    check.value(json, name, path: "", depth: 0)
    return check.problems
  }

  fileprivate struct Check {
    let description: ServiceDescription
    var problems: [ValidationProblem] = []

    mutating func report(_ reason: ValidationProblem.Reason, _ path: String, _ detail: String) {
      guard problems.count < Validator.problemsMax else { return }
      problems.append(ValidationProblem(reason, path.isEmpty ? "$" : path, detail))
    }

    mutating func value(_ json: JSON, _ name: String, path: String, depth: Int) {
      guard let shape = description[shape: name], problems.count < Validator.problemsMax else { return }
      guard depth < Validator.depthMax else { return report(.tooDeep, path, "nested more than \(Validator.depthMax) deep.") }
      switch shape.kind {
      case .structure: structure(json, shape, path, depth)
      case .list: list(json, shape, path, depth)
      case .map: map(json, shape, path, depth)
      case .string, .blob: string(json, shape, path)
      case .integer, .long: whole(json, shape, path)
      case .float, .double: number(json, shape, path)
      case .boolean: if json.bool == nil { wrongType(json, "true or false", path) }
      case .timestamp: timestamp(json, shape, path)
      }
    }

    mutating func wrongType(_ json: JSON, _ expected: String, _ path: String) {
      report(.wrongType, path, "must be \(expected), and is \(json.kind).")
    }
  }
}

extension Validator.Check {
  /// A name from a request may be as long as the request, and a path is made for each thing below it.
  private func join(_ path: String, _ member: String) -> String {
    let name = member.utf8.count <= 128 ? member : member.firstScalars(128)
    return path.isEmpty ? name : "\(path).\(name)"
  }

  private var isFull: Bool { problems.count >= Validator.problemsMax }

  private mutating func structure(_ json: JSON, _ shape: ShapeDescription, _ path: String, _ depth: Int) {
    guard let object = json.object else { return wrongType(json, "an object", path) }
    for name in shape.required where object[name]?.isNull ?? true { report(.missing, join(path, name), "is required.") }
    for member in object.members where !isFull {
      guard let described = shape.member(member.name) else {
        report(.unknownMember, join(path, member.name), "there is no such member.")
        continue
      }
      if !member.value.isNull { value(member.value, described.shape, path: join(path, member.name), depth: depth + 1) }
    }
    let set = object.members.count { !$0.value.isNull }
    if shape.isUnion, set != 1 { report(.union, path, "must have exactly one member, and has \(set).") }
  }

  private mutating func list(_ json: JSON, _ shape: ShapeDescription, _ path: String, _ depth: Int) {
    guard let elements = json.array else { return wrongType(json, "a list", path) }
    bounds(elements.count, shape, path, "elements")
    for (index, element) in elements.enumerated() where !isFull {
      value(element, shape.element ?? "", path: "\(path)[\(index)]", depth: depth + 1)
    }
  }

  private mutating func map(_ json: JSON, _ shape: ShapeDescription, _ path: String, _ depth: Int) {
    guard let object = json.object else { return wrongType(json, "an object", path) }
    bounds(object.count, shape, path, "entries")
    for member in object.members where !isFull {
      value(.string(member.name), shape.key ?? "", path: join(path, member.name), depth: depth + 1)
      value(member.value, shape.element ?? "", path: join(path, member.name), depth: depth + 1)
    }
  }

  private mutating func string(_ json: JSON, _ shape: ShapeDescription, _ path: String) {
    guard let text = json.string else { return wrongType(json, "a string", path) }
    let before = problems.count
    bounds(text.unicodeScalars.count, shape, path, "characters")
    if let values = shape.values, !Self.isAmong(values, text) {
      report(.notInEnum, path, "must be one of \(values.sorted().joined(separator: ", ")).")
    }
    guard before == problems.count, let pattern = shape.pattern, !pattern.matches(text) else { return }
    report(.pattern, path, "must match \(pattern.text).")
  }

  /// Swift takes canonically equivalent texts for equal, such as K and the Kelvin sign; values of enums are ASCII.
  private static func isAmong(_ values: Set<String>, _ text: String) -> Bool {
    text.utf8.allSatisfy { $0 < 0x80 } && values.contains(text)
  }

  private mutating func whole(_ json: JSON, _ shape: ShapeDescription, _ path: String) {
    guard let value = json.int else { return wrongType(json, "a whole number", path) }
    range(Double(value), shape, path)
    if shape.kind == .integer, Int32(exactly: value) == nil { report(.tooLarge, path, "must fit 32 bits.") }
  }

  private mutating func number(_ json: JSON, _ shape: ShapeDescription, _ path: String) {
    guard let value = json.double else { return wrongType(json, "a number", path) }
    range(value, shape, path)
  }

  private mutating func timestamp(_ json: JSON, _ shape: ShapeDescription, _ path: String) {
    if shape.isISO8601 {
      guard let text = json.string else { return wrongType(json, "an ISO 8601 text", path) }
      if WireDate.dateTime(text) == nil { report(.wrongType, path, "must be a time such as 2030-01-31T23:59:59Z.") }
    } else if (try? Moment(json: json)) == nil {
      wrongType(json, "a number of seconds since 1970", path)
    }
  }

  private mutating func bounds(_ count: Int, _ shape: ShapeDescription, _ path: String, _ unit: String) {
    if let min = shape.min, Double(count) < min {
      report(.tooShort, path, "must have \(Int(min)) \(unit) at least, and has \(count).")
    }
    if let max = shape.max, Double(count) > max {
      report(.tooLong, path, "must have \(Int(max)) \(unit) at most, and has \(count).")
    }
  }

  private mutating func range(_ value: Double, _ shape: ShapeDescription, _ path: String) {
    if let min = shape.min, value < min { report(.tooSmall, path, "must be \(Self.text(min)) at least.") }
    if let max = shape.max, value > max { report(.tooLarge, path, "must be \(Self.text(max)) at most.") }
  }

  private static func text(_ number: Double) -> String { JSON.Number(number).text }
}
