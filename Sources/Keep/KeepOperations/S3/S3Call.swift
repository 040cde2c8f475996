import RequestSigning
import AWSWire
import ConnectAPI
import Link
import Vocabulary

/// One call of the S3 API by a known signatory.
struct S3Call: Sendable {
  let carried: CarriedRequest
  let request: BucketRequest
  let operation: S3Operation
  let signatory: Signatory

  var caller: Caller { signatory.caller }

  var asked: AskedOperation { AskedOperation(name: operation.name, source: S3Endpoint.source, wire: .restXML) }

  /// - Throws: WireError for a parameter or a header that the operation does not take: none is ignored.
  func mustBeWholly(ownedBy account: String) throws(WireError) {
    if case .notServed(_, let error) = operation { throw error }
    guard carried.request.header("authorization") != nil else {
      throw WireError(
        code: "AccessDenied", message: "Content is not answered to presigned requests: sign the request in its header.",
        status: 403)
    }
    guard carried.request.header("x-amz-content-sha256") != nil else {
      throw WireError(
        code: "InvalidRequest", message: "Missing required header for this request: x-amz-content-sha256", status: 400)
    }
    if let unknown = request.parameters.first(where: { !operation.parameters.contains($0.name) }) {
      throw S3Operation.notImplemented("The parameter \(unknown.name.prefix(64))")
    }
    let taken = operation.headers
    for header in carried.request.headers where Self.hasMeaning(header.name) && !taken.contains(header.name) {
      throw S3Operation.notImplemented("The header \(header.name.prefix(64))")
    }
    if let owner = carried.request.header("x-amz-expected-bucket-owner"), owner != account {
      throw WireError(code: "AccessDenied", message: "The bucket is not owned by the expected account.", status: 403)
    }
  }

  private static func hasMeaning(_ header: String) -> Bool {
    header.hasPrefix("x-amz-") || header.hasPrefix("if-") || header == "range"
  }
}
