import Keep
import Testing
import Vocabulary

/// A sealed keep answers in the form of who asks.
@Suite struct SealedKeepTests {
  private struct Answer {
    let status: Int
    let type: String?
    let body: String
  }

  private static func text(_ method: String, service: String?, inQuery: Bool) -> Answer {
    let credential = service.map { "AKIA/20270115/us-east-1/\($0)/aws4_request" }
    let header = credential.map { "AWS4-HMAC-SHA256 Credential=\($0), SignedHeaders=host, Signature=00" }
    let query = credential.map { "X-Amz-Credential=\($0.replacing("/", with: "%2F"))&X-Amz-Expires=60" }
    let request = WireRequest(
      method: method, rawPath: "/", rawQuery: inQuery ? query ?? "" : "",
      headers: inQuery ? [] : header.map { [WireRequest.Header(name: "authorization", value: $0)] } ?? [], body: [],
      remoteAddress: "192.0.2.7", isTLS: true)
    let response = SealedKeep.respond(to: request, requestID: "r-1")
    return Answer(
      status: response.status, type: response.headers.first { $0.name == "content-type" }?.value,
      body: String(decoding: response.body, as: UTF8.self))
  }

  @Test(arguments: [false, true]) func `S3 gets its XML`(inQuery: Bool) {
    let answer = Self.text("GET", service: "s3", inQuery: inQuery)
    #expect(answer.status == 503 && answer.type == "application/xml")
    #expect(answer.body.contains("<Error><Code>ServiceUnavailable</Code>") && answer.body.contains("<RequestId>r-1</RequestId>"))
    #expect(Self.text("HEAD", service: "s3", inQuery: inQuery).body.isEmpty)
  }

  @Test(arguments: ["sts", nil]) func `others get the query protocol's`(service: String?) {
    let answer = Self.text("POST", service: service, inQuery: false)
    #expect(answer.status == 503 && answer.type == "text/xml")
    #expect(answer.body.contains("<Code>ServiceUnavailable</Code>") && answer.body.contains("switchkeep unseal"))
  }
}
