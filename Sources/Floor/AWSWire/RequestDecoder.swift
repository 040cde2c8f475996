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
    let members = operation.input.flatMap { description[shape: $0] }?.members ?? []
    let query = try QueryString(request.rawQuery)
    let body = try body(request)
    for member in members {
      switch member.location {
      case .uri: input[member.name] = try value(of: member, labels)
      case .querystring: input[member.name] = try value(of: member, query)
      case .header: input[member.name] = try value(of: member, request.headers)
      default: input[member.name] = body[member.wireName].flatMap { $0.isNull ? nil : $0 }
      }
    }
    try refuseUnknown(members, query, body)
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

  private func value(
    of member: ShapeDescription.Member, _ labels: [String: String]
  ) throws(ValidationProblem) -> JSON? {
    guard let text = labels[member.wireName], let shape = description[shape: member.shape] else { return nil }
    return try scalar(text, shape.kind, member.name, WireDate.dateTime)
  }

  private func value(of member: ShapeDescription.Member, _ query: QueryString) throws(ValidationProblem) -> JSON? {
    guard let texts = query[member.wireName] else { return nil }
    guard let shape = description[shape: member.shape] else { return nil }
    if shape.kind == .list, let element = shape.element.flatMap({ description[shape: $0] }) {
      var values: [JSON] = []
      for text in texts { values.append(try scalar(text, element.kind, member.name, WireDate.dateTime)) }
      return .array(values)
    }
    guard texts.count == 1, let text = texts.first else {
      throw ValidationProblem(.malformed, member.name, "given \(texts.count) times in the query; it may be given once.")
    }
    return try scalar(text, shape.kind, member.name, WireDate.dateTime)
  }

  private func value(
    of member: ShapeDescription.Member, _ headers: [WireRequest.Header]
  ) throws(ValidationProblem) -> JSON? {
    let name = member.wireName.lowercased()
    let values = headers.filter { $0.name == name }.map(\.value)
    guard let text = values.first, let shape = description[shape: member.shape] else { return nil }
    guard values.count == 1 else {
      throw ValidationProblem(.malformed, member.name, "given in \(values.count) headers; it may be given once.")
    }
    return try scalar(text, shape.kind, member.name, WireDate.httpDate)
  }

  /// - Parameter time: reads a time in the form that it has in this place.
  private func scalar(
    _ text: String, _ kind: ShapeDescription.Kind, _ path: String, _ time: (String) -> Moment?
  ) throws(ValidationProblem) -> JSON {
    switch kind {
    case .integer, .long:
      guard let value = Int(text) else {
        throw ValidationProblem(.wrongType, path, "must be a whole number, and is \"\(text.prefix(40))\".")
      }
      return .number(value)
    case .timestamp:
      guard let value = time(text) else { throw ValidationProblem(.wrongType, path, "is not a time as it is written here.") }
      return value.json
    case .float, .double:
      guard let value = Double(text), value.isFinite else { throw ValidationProblem(.wrongType, path, "must be a number.") }
      return .number(value)
    case .boolean:
      guard let value = Bool(text) else { throw ValidationProblem(.wrongType, path, "must be true or false.") }
      return .bool(value)
    default: return .string(text)
    }
  }

  /// What the description does not know is refused by name: a member that is ignored would be a lie.
  private func refuseUnknown(
    _ members: [ShapeDescription.Member], _ query: QueryString, _ body: JSON.Object
  ) throws(ValidationProblem) {
    func isKnown(_ name: String, _ location: ShapeDescription.Location) -> Bool {
      members.contains { $0.location == location && $0.wireName == name }
    }
    if let unknown = body.names.first(where: { !isKnown($0, .body) }) {
      throw ValidationProblem(.unknownMember, unknown, "this operation has no such member.")
    }
    if let unknown = query.names.first(where: { !isKnown($0, .querystring) && !QueryString.ofSignature.contains($0) }) {
      throw ValidationProblem(.unknownMember, unknown, "this operation has no such query parameter.")
    }
  }
}
