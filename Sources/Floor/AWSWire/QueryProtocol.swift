public import Vocabulary

/// A request of the AWS query protocol: Action, Version and parameters as a form in the body, or in the query.
public struct QueryRequest: Sendable {
  public let action: String
  public let version: String
  /// In their order, without Action, Version and those of a signature; no two have one name.
  public let parameters: [(name: String, value: String)]

  public init(_ request: WireRequest) throws(ValidationProblem) {
    guard let form = String(validating: request.body, as: UTF8.self) else {
      throw ValidationProblem(.malformed, "body", "not valid UTF-8.")
    }
    let inQuery = try QueryString(request.rawQuery).pairs.filter { !QueryString.ofSignature.contains($0.name) }
    var values: [String: String] = [:]
    var parameters: [(name: String, value: String)] = []
    for pair in try inQuery + QueryString(form, isForm: true).pairs {
      guard values.updateValue(pair.value, forKey: pair.name) == nil else {
        throw ValidationProblem(.malformed, pair.name, "given more than once.")
      }
      if pair.name != "Action", pair.name != "Version" { parameters.append(pair) }
    }
    action = values["Action"] ?? ""
    version = values["Version"] ?? ""
    self.parameters = parameters
  }

  /// The list `name.member.1`, `name.member.2` and so on, as far as it goes without a gap.
  public func list(_ name: String) -> [String] {
    var elements: [String] = []
    while let next = parameters.first(where: { $0.name == "\(name).member.\(elements.count + 1)" }) {
      elements.append(next.value)
    }
    return elements
  }
}

/// The XML that the query protocol answers with.
public struct QueryResponse: Sendable {
  private let namespace: String
  private let requestID: String

  /// - Parameter namespace: the XML namespace of the service, such as `https://sts.amazonaws.com/doc/2011-06-15/`.
  public init(namespace: String, requestID: String) {
    self.namespace = namespace
    self.requestID = requestID
  }

  /// `<ActionResponse><ActionResult>members</ActionResult><ResponseMetadata>...`
  public func result(of action: String, _ members: [WireElement]) -> WireResponse {
    let metadata = WireElement("ResponseMetadata", [WireElement("RequestId", requestID)])
    return response(
      status: 200, WireElement("\(action)Response", namespace: namespace, [WireElement("\(action)Result", members), metadata]))
  }

  public func failure(_ error: WireError) -> WireResponse {
    let told = WireElement(
      "Error",
      [
        WireElement("Type", error.status >= 500 ? "Receiver" : "Sender"), WireElement("Code", error.code),
        WireElement("Message", error.message),
      ])
    return response(
      status: error.status, WireElement("ErrorResponse", namespace: namespace, [told, WireElement("RequestId", requestID)]))
  }

  private func response(status: Int, _ xml: WireElement) -> WireResponse {
    WireResponse(
      status: status,
      headers: [
        WireRequest.Header(name: "content-type", value: "text/xml"),
        WireRequest.Header(name: "x-amzn-requestid", value: requestID),
      ],
      body: Array(xml.text.utf8))
  }
}
