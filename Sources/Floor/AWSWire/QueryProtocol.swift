public import Vocabulary

/// A request of the AWS query protocol: Action, Version and parameters as a form in the body, or in the query of a GET.
public struct QueryRequest: Sendable {
  /// Parameters that one request may have.
  public static let parametersMax = 1_000

  public let action: String
  public let version: String
  public let parameters: [(name: String, value: String)]

  public init(_ request: WireRequest) throws(ValidationProblem) {
    let form = request.body.isEmpty ? request.rawQuery : String(decoding: request.body, as: UTF8.self)
    var parameters: [(name: String, value: String)] = []
    for part in form.split(separator: "&") {
      guard parameters.count < Self.parametersMax else {
        throw ValidationProblem(.tooLong, "body", "may have \(Self.parametersMax) parameters at most.")
      }
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.decode)
      guard let name = sides[0], let value = sides.count > 1 ? sides[1] : "" else {
        throw ValidationProblem(.malformed, "body", "not a form in valid percent-encoded UTF-8.")
      }
      parameters.append((name, value))
    }
    action = parameters.first { $0.name == "Action" }?.value ?? ""
    version = parameters.first { $0.name == "Version" }?.value ?? ""
    self.parameters = parameters.filter { $0.name != "Action" && $0.name != "Version" }
  }

  /// A form writes a space as a plus (URL Living Standard 5.1).
  private static func decode(_ text: Substring) -> String? {
    PercentCoding.decode(String(text.map { $0 == "+" ? " " : $0 }))
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
  public func result(of action: String, _ members: [(name: String, value: String)]) -> WireResponse {
    let body = members.map { "<\($0.name)>\(Self.escaped($0.value))</\($0.name)>" }.joined()
    return response(
      status: 200,
      "<\(action)Response xmlns=\"\(namespace)\"><\(action)Result>\(body)</\(action)Result>\(metadata)</\(action)Response>")
  }

  public func failure(_ error: WireError) -> WireResponse {
    let type = error.status >= 500 ? "Receiver" : "Sender"
    return response(
      status: error.status,
      "<ErrorResponse xmlns=\"\(namespace)\"><Error><Type>\(type)</Type><Code>\(Self.escaped(error.code))</Code>"
        + "<Message>\(Self.escaped(error.message))</Message></Error>"
        + "<RequestId>\(Self.escaped(requestID))</RequestId></ErrorResponse>"
    )
  }

  private var metadata: String { "<ResponseMetadata><RequestId>\(Self.escaped(requestID))</RequestId></ResponseMetadata>" }

  private func response(status: Int, _ xml: String) -> WireResponse {
    WireResponse(
      status: status,
      headers: [
        WireRequest.Header(name: "content-type", value: "text/xml"),
        WireRequest.Header(name: "x-amzn-requestid", value: requestID),
      ],
      body: Array(xml.utf8))
  }

  /// Characters that XML 1.0 gives a meaning are written as references; those that it does not allow (2.2) are left out.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "\t", "\n", "\r", " "..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
        escaped.unicodeScalars.append(scalar)
      default: break
      }
    }
    return escaped
  }
}
