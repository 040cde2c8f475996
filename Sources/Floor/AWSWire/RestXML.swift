public import Vocabulary

/// The XML that services of protocol rest-xml answer with, in the form of Amazon S3.
public struct RestXMLResponse: Sendable {
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

  private let requestID: String
  private let resource: String

  /// - Parameter resource: the path that was asked for, as it came.
  public init(requestID: String, resource: String) {
    self.requestID = requestID
    self.resource = resource
  }

  public func result(_ xml: WireElement, headers: [WireRequest.Header] = []) -> WireResponse {
    response(
      status: 200, [WireRequest.Header(name: "content-type", value: "application/xml")] + headers,
      Array((Self.declaration + xml.text).utf8))
  }

  /// An answer that is no XML: an object's bytes, or none.
  public func plain(status: Int, headers: [WireRequest.Header], body: [UInt8] = []) -> WireResponse {
    response(status: status, headers, body)
  }

  /// `<Error><Code>...` (Amazon S3 API Reference, "Error responses").
  public func failure(_ error: WireError, headers: [WireRequest.Header] = []) -> WireResponse {
    let xml = WireElement(
      "Error",
      [
        WireElement("Code", error.code), WireElement("Message", error.message), WireElement("Resource", resource),
        WireElement("RequestId", requestID),
      ])
    return response(
      status: error.status, [WireRequest.Header(name: "content-type", value: "application/xml")] + headers,
      Array((Self.declaration + xml.text).utf8))
  }

  private func response(status: Int, _ headers: [WireRequest.Header], _ body: [UInt8]) -> WireResponse {
    WireResponse(
      status: status, headers: headers + [WireRequest.Header(name: "x-amz-request-id", value: requestID)], body: body)
  }
}
