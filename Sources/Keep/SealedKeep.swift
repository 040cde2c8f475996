import AWSWire
package import Vocabulary

/// What the keep's own listener answers while the keep is sealed: to everybody the same, in the form of the service that was
/// asked.
package enum SealedKeep {
  /// - Parameter requestID: as clients show it to whoever helps them.
  package static func respond(to request: WireRequest, requestID: String) -> WireResponse {
    let error = WireError(
      code: "ServiceUnavailable",
      message: """
        The keep is sealed: it waits for its root secret. Its operator opens it with `switchkeep unseal`. Try again after that.
        """, status: 503)
    return OwnListener.service(request) == "s3"
      ? RestXMLResponse(requestID: requestID, resource: request.rawPath).failure(error)
      : QueryResponse(namespace: STSEndpoint.namespace, requestID: requestID).failure(error)
  }
}
