public import Vocabulary

/// Gathers the members of a rest-json request, from path, query, headers and body, into one object with the model's names.
public struct RequestDecoder: Sendable {
  private let description: ServiceDescription
  private let limits: JSON.Limits

  public init(description: ServiceDescription, limits: JSON.Limits) {
    self.description = description
    self.limits = limits
  }

  public func decode(
    _ operation: OperationDescription, labels: [String: String], _ request: WireRequest
  ) throws(ValidationProblem) -> JSON {
    var input = JSON.Object()
    guard let shape = operation.input.flatMap({ description[shape: $0] }) else { return JSON(.object(input)) }
    let query = try QueryString(request.rawQuery)
    let body = try body(request)
    for member in shape.members {
      switch member.location {
      case .uri: input[member.name] = labels[member.wireName].map(JSON.string)
      case .querystring: input[member.name] = try value(of: member, query)
      case .header: input[member.name] = request.header(member.wireName.lowercased()).map(JSON.string)
      default: input[member.name] = body[member.wireName].flatMap { $0.isNull ? nil : $0 }
      }
    }
    try refuseUnknown(shape, query, body)
    return JSON(.object(input))
  }

  /// A request without a body means the empty object.
  private func body(_ request: WireRequest) throws(ValidationProblem) -> JSON.Object {
    guard !request.body.isEmpty else { return JSON.Object() }
    let json: JSON
    do {
      json = try JSON.parse(request.body, limits: limits)
    } catch {
      throw ValidationProblem(.malformed, error.path, "the body is not JSON: \(error.reason.rawValue) (byte \(error.offset)).")
    }
    guard let object = json.object else {
      throw ValidationProblem(.malformed, "$", "the body must be a JSON object, and is \(json.kind).")
    }
    return object
  }

  private func value(of member: ShapeDescription.Member, _ query: QueryString) throws(ValidationProblem) -> JSON? {
    guard let texts = query[member.wireName] else { return nil }
    guard let shape = description[shape: member.shape] else { return nil }
    if shape.kind == .list, let element = shape.element.flatMap({ description[shape: $0] }) {
      var values: [JSON] = []
      for text in texts { values.append(try scalar(text, element.kind, member.name)) }
      return .array(values)
    }
    guard texts.count == 1, let text = texts.first else {
      throw ValidationProblem(.malformed, member.name, "given \(texts.count) times in the query; it may be given once.")
    }
    return try scalar(text, shape.kind, member.name)
  }

  private func scalar(_ text: String, _ kind: ShapeDescription.Kind, _ path: String) throws(ValidationProblem) -> JSON {
    switch kind {
    case .integer, .long:
      guard let value = Int(text) else {
        throw ValidationProblem(.wrongType, path, "must be a whole number, and is \"\(text.prefix(40))\".")
      }
      return .number(value)
    case .float, .double, .timestamp:
      guard let value = Double(text), value.isFinite else { throw ValidationProblem(.wrongType, path, "must be a number.") }
      return .number(value)
    case .boolean:
      guard let value = Bool(text) else { throw ValidationProblem(.wrongType, path, "must be true or false.") }
      return .bool(value)
    default: return .string(text)
    }
  }

  /// What the description does not know is refused by name: a member that is ignored would be a lie.
  private func refuseUnknown(_ shape: ShapeDescription, _ query: QueryString, _ body: JSON.Object) throws(ValidationProblem) {
    let inBody = Set(shape.members.filter { $0.location == .body }.map(\.wireName))
    if let unknown = body.names.first(where: { !inBody.contains($0) }) {
      throw ValidationProblem(.unknownMember, unknown, "this operation has no such member.")
    }
    let inQuery = Set(shape.members.filter { $0.location == .querystring }.map(\.wireName))
    if let unknown = query.names.first(where: { !inQuery.contains($0) && !$0.hasPrefix("X-Amz-") }) {
      throw ValidationProblem(.unknownMember, unknown, "this operation has no such query parameter.")
    }
  }
}
