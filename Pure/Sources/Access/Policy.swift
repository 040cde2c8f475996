public import Vocabulary

/// A policy, checked and compiled: evaluating it parses nothing.
public struct Policy: Sendable {
  public enum Kind: String, Sendable {
    case identity = "identity policy"
    case resource = "resource policy"
    case boundary = "permissions boundary"
    case session = "session policy"
  }

  public let kind: Kind
  public let id: String?
  let statements: [Statement]

  /// - Throws: PolicyProblem for anything that the policy language does not have.
  public static func parse(_ json: JSON, as kind: Kind) throws(PolicyProblem) -> Policy {
    let element = Element(json, path: "$")
    let object = try element.object(allowed: ["Version", "Id", "Statement"])
    let version = try object["Version"].map { element throws(PolicyProblem) in try element.string() } ?? "2008-10-17"
    guard version == "2012-10-17" || version == "2008-10-17" else {
      throw (object["Version"] ?? element).problem(.unknownVersion, "Version must be 2012-10-17 or 2008-10-17.")
    }
    guard let statement = object["Statement"] else { throw element.problem(.missingElement, "Statement is required.") }
    var statements: [Statement] = []
    for element in statement.elements {
      statements.append(try Statement(element, index: statements.count, kind: kind, variables: version == "2012-10-17"))
    }
    return Policy(
      kind: kind, id: try object["Id"].map { element throws(PolicyProblem) in try element.string() }, statements: statements)
  }
}

/// A value of a policy document with its place.
struct Element {
  let json: JSON
  let path: String

  init(_ json: JSON, path: String) {
    self.json = json
    self.path = path
  }

  func problem(_ reason: PolicyProblem.Reason, _ detail: String) -> PolicyProblem {
    PolicyProblem(reason: reason, path: path, detail: detail, offset: json.offset)
  }

  /// The members of an object in their order.
  func members() throws(PolicyProblem) -> [(name: String, element: Element)] {
    guard let object = json.object else { throw problem(.wrongType, "must be an object, and is \(json.kind).") }
    return object.members.map { ($0.name, Element($0.value, path: "\(path).\($0.name)")) }
  }

  func object(allowed: Set<String>?) throws(PolicyProblem) -> [String: Element] {
    guard let object = json.object else { throw problem(.wrongType, "must be an object, and is \(json.kind).") }
    var members: [String: Element] = [:]
    for member in object.members {
      let element = Element(member.value, path: path == "$" && !member.name.isEmpty ? member.name : "\(path).\(member.name)")
      if let allowed, !allowed.contains(member.name) {
        throw element.problem(.unknownElement, "the policy language has no such element here.")
      }
      members[member.name] = element
    }
    return members
  }

  func string() throws(PolicyProblem) -> String {
    guard let text = json.string else { throw problem(.wrongType, "must be a string, and is \(json.kind).") }
    return text
  }

  /// The elements of a list, or the one that stands in place of a list of one.
  var elements: [Element] {
    guard let array = json.array else { return [self] }
    return array.enumerated().map { Element($1, path: "\(path)[\($0)]") }
  }

  func strings() throws(PolicyProblem) -> [String] {
    var texts: [String] = []
    for element in elements { texts.append(try element.string()) }
    return texts
  }

  /// Values of conditions may be numbers and booleans too.
  func scalars() throws(PolicyProblem) -> [String] {
    var texts: [String] = []
    for element in elements {
      switch element.json.content {
      case .string(let text): texts.append(text)
      case .number(let number): texts.append(number.text)
      case .bool(let flag): texts.append(String(flag))
      default: throw element.problem(.wrongType, "must be a string, a number or a boolean, and is \(element.json.kind).")
      }
    }
    return texts
  }
}
