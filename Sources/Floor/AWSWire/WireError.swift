public import Vocabulary

/// An error as a client sees it.
public struct WireError: Error, Sendable, Hashable {
  /// The name of its shape, such as `ResourceNotFoundException`.
  public let code: String
  public let message: String
  public let status: Int
  /// Members of the shape beside its message.
  public let members: [String: JSON]

  public init(code: String, message: String, status: Int, members: [String: JSON] = [:]) {
    self.code = code
    self.message = message
    self.status = status
    self.members = members
  }

  /// The rest-json form: the type in a header, the message in the body under the name that the shape gives it.
  public func restJSON(_ description: ServiceDescription, requestID: String) -> WireResponse {
    let names = description[shape: code]?.members.map(\.name) ?? ["Message"]
    var body = JSON.Object()
    body[names.first { $0.lowercased() == "message" } ?? "Message"] = .string(message)
    for name in names { if let value = members[name] { body[name] = value } }
    return WireResponse(
      status: status,
      headers: [
        WireRequest.Header(name: "content-type", value: "application/json"),
        WireRequest.Header(name: "x-amzn-errortype", value: code), WireRequest.Header(name: "x-amzn-requestid", value: requestID),
      ],
      body: JSON(.object(body)).bytes)
  }
}

extension ServiceDescription {
  /// The first of these errors that the operation declares, with its status. When it declares none of them, the first client
  /// error that it does declare; the first of these when there is none at all.
  public func declared(firstOf names: [String], in operation: OperationDescription) -> (name: String, status: Int) {
    let name =
      names.first { operation.errors.contains($0) }
      ?? operation.errors.first { (400..<500).contains(status(ofError: $0) ?? 0) } ?? names[0]
    return (name, status(ofError: name) ?? 400)
  }
}
