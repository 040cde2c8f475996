public import Vocabulary

/// A request of the protocol json-1.1: `X-Amz-Target: SERVICE.OPERATION`, its members as a JSON object in the body.
public struct JSONRequest: Sendable {
  public let operation: String
  public let members: JSON.Object

  /// - Parameter service: what stands before the dot.
  /// - Throws: WireError for another service's target, or a body that is no object.
  public init(_ request: WireRequest, service: String) throws(WireError) {
    let target = request.header("x-amz-target") ?? ""
    guard request.method == "POST", request.rawPath == "/", target.utf8.starts(with: "\(service).".utf8),
      let name = String(target.utf8.dropFirst(service.utf8.count + 1))
    else {
      throw WireError(
        code: "UnknownOperationException", message: "There is no such operation: POST / with X-Amz-Target: \(service).OPERATION.",
        status: 400)
    }
    operation = name
    guard let object = request.body.isEmpty ? JSON.Object() : (try? JSON.parse(request.body))?.object else {
      throw WireError(code: "SerializationException", message: "The body is no JSON object.", status: 400)
    }
    members = object
  }
}

/// Takes members one by one, so that in the end one that nobody took is named.
public struct JSONMembers: Sendable {
  private let object: JSON.Object
  private var taken: Set<String> = []

  public init(_ object: JSON.Object) { self.object = object }

  /// - Parameter length: in Unicode scalars: one character that people see may be a million of them.
  public mutating func string(_ name: String, length: ClosedRange<Int>) throws(WireError) -> String {
    guard let text = try optionalString(name, length: length) else { throw Self.problem("\(name) is required.") }
    return text
  }

  public mutating func optionalString(_ name: String, length: ClosedRange<Int>) throws(WireError) -> String? {
    taken.insert(name)
    guard let value = object[name], !value.isNull else { return nil }
    guard let text = value.string else { throw Self.problem("\(name) must be a string, and is \(value.kind).") }
    guard length.contains(text.unicodeScalars.count) else {
      throw Self.problem("\(name) must have \(length.lowerBound) to \(length.upperBound) characters.")
    }
    return text
  }

  public mutating func optionalInt(_ name: String, within range: ClosedRange<Int>) throws(WireError) -> Int? {
    taken.insert(name)
    guard let value = object[name], !value.isNull else { return nil }
    guard let number = value.int, range.contains(number) else {
      throw Self.problem("\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound).")
    }
    return number
  }

  /// - Throws: WireError for a member that the operation does not have.
  public func finish() throws(WireError) {
    if let unknown = object.members.first(where: { !taken.contains($0.name) }) {
      throw Self.problem("\(unknown.name.prefix(64)) is no member of this operation.")
    }
  }

  private static func problem(_ message: String) -> WireError {
    WireError(code: "ValidationException", message: message, status: 400)
  }
}

/// The answers of the protocol json-1.1.
public struct JSONResponse: Sendable {
  private let requestID: String

  public init(requestID: String) { self.requestID = requestID }

  public func result(_ json: JSON) -> WireResponse { response(200, json) }

  /// `{"__type": CODE, "message": ...}`.
  public func failure(_ error: WireError) -> WireResponse {
    response(error.status, ["__type": .string(error.code), "message": .string(error.message)])
  }

  private func response(_ status: Int, _ json: JSON) -> WireResponse {
    WireResponse(
      status: status,
      headers: [
        WireRequest.Header(name: "content-type", value: "application/x-amz-json-1.1"),
        WireRequest.Header(name: "x-amzn-requestid", value: requestID),
      ],
      body: json.bytes)
  }
}
