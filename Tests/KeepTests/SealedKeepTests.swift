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

  private static func answer(_ method: String, _ path: String, signedFor service: String?) -> Answer {
    let signature = service.map { service in
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/us-east-1/\(service)/aws4_request, SignedHeaders=host;x-amz-date, "
        + "Signature=\(String(repeating: "0", count: 64))"
    }
    let headers = [("host", "localhost"), ("x-amz-date", "20270115T080000Z")] + (signature.map { [("authorization", $0)] } ?? [])
    let request = WireRequest(
      method: method, rawPath: path, rawQuery: "", headers: headers.map { WireRequest.Header(name: $0.0, value: $0.1) },
      body: [], remoteAddress: "192.0.2.7", isTLS: true)
    let response = SealedKeep.respond(to: request, requestID: "r-1")
    return Answer(
      status: response.status, type: response.headers.first { $0.name == "content-type" }?.value,
      body: String(decoding: response.body, as: UTF8.self))
  }

  @Test(arguments: [("/", "s3"), ("/bucket/name", nil)] as [(String, String?)])
  func `S3 gets its XML`(path: String, service: String?) {
    let answer = Self.answer("GET", path, signedFor: service)
    #expect(answer.status == 503 && answer.type == "application/xml")
    #expect(answer.body.contains("<Error><Code>ServiceUnavailable</Code>") && answer.body.contains("<RequestId>r-1</RequestId>"))
  }

  @Test(arguments: ["sts", nil]) func `STS gets the query protocol's`(service: String?) {
    let answer = Self.answer("POST", "/", signedFor: service)
    #expect(answer.status == 503 && answer.type == "text/xml")
    #expect(answer.body.contains("<Code>ServiceUnavailable</Code>") && answer.body.contains("switchkeep unseal"))
  }
}
