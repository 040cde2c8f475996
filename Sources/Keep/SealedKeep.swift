import AWSWire
package import Vocabulary

/// What the keep's own listener answers while the keep is sealed: to everybody the same, in the form of the service that was
/// asked.
package enum SealedKeep {
  /// - Parameter requestID: as clients show it to whoever helps them.
  package static func respond(to request: WireRequest, requestID: String) -> WireResponse {
    let error = WireError(code: "ServiceUnavailable", message: message, status: 503)
    guard service(request) == "s3" else {
      return QueryResponse(namespace: STSEndpoint.namespace, requestID: requestID).failure(error)
    }
    let xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <Error><Code>\(error.code)</Code><Message>\(error.message)</Message><RequestId>\(requestID)</RequestId></Error>
      """
    return WireResponse(
      status: error.status,
      headers: [
        WireRequest.Header(name: "content-type", value: "application/xml"),
        WireRequest.Header(name: "x-amz-request-id", value: requestID),
      ], body: request.method == "HEAD" ? [] : Array(xml.utf8))
  }

  private static let message =
    "The keep is sealed: it waits for its root secret. Its operator opens it with `switchkeep unseal`. Try again after that."

  /// The service in the scope of the request's signature, which nobody has verified: it chooses the form and nothing else.
  private static func service(_ request: WireRequest) -> String? {
    let credential =
      request.header("authorization")?.split(separator: "Credential=").last?.prefix { $0 != "," && $0 != " " }
      ?? request.rawQuery.split(separator: "X-Amz-Credential=").last?.prefix { $0 != "&" }
    let parts = credential?.replacing("%2F", with: "/").replacing("%2f", with: "/").split(separator: "/") ?? []
    return parts.count == 5 ? String(parts[3]) : nil
  }
}
