import RequestSigning
import SignedRequest
import Testing
import Vocabulary

/// Requests as botocore 1.43.11 signed them, with what Connect's and S3's paths and queries hold and the vectors do not.
@Suite struct BotocoreTests {
  private let path = "/users/arn%3Aaws%3Aconnect%3Aeu-west-1%3A1%3Ainstance%2Fa~b%20c/x"
  private let presign = """
    X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLE%2F20260102%2Feu-west-1%2FSERVICE%2Faws4_request\
    &X-Amz-Date=20260102T030405Z&X-Amz-Expires=600&X-Amz-SignedHeaders=host&X-Amz-Security-Token=t%2Fo%2Bk%3D
    """

  @Test func header() throws {
    let authorization = """
      AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260102/eu-west-1/connect/aws4_request, \
      SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, \
      Signature=cefc92adee2088b70b3e755dfdeb4b37a44abf7670e858e41586f7a5c53bb515
      """
    let request = Fixture.request(
      path: path, query: "tagKeys=a%20b&tagKeys=%C3%A9%2B&nextToken=%3D%26",
      headers: [
        ("host", "localhost:8443"), ("content-type", "application/json"), ("user-agent", "x"), ("x-amzn-trace-id", "1"),
        ("x-amz-date", "20260102T030405Z"), ("x-amz-security-token", "t/o+k="), ("authorization", authorization),
      ])
    let verified = try Fixture.verifier().verify(request, at: Fixture.now) { _ in Fixture.secret }
    #expect(verified.sessionToken == "t/o+k=")
  }

  @Test func presigned() throws {
    let signature = "0ef1b651ee69d295fd986d006f1705e80c6a59b2ea40685112c08cbf3c15f2f8"
    let query = "tagKeys=a%20b&nextToken=%3D%26&\(presign.replacing("SERVICE", with: "connect"))&X-Amz-Signature=\(signature)"
    let request = Fixture.request(method: "GET", path: path, query: query, headers: [("host", "localhost:8443")], body: "")
    let verified = try Fixture.verifier().verify(request, at: Fixture.now) { _ in Fixture.secret }
    #expect(verified.expiresAt == Fixture.now.adding(seconds: 600))
  }

  @Test func presignedForS3() throws {
    let signature = "b23e774fb80d9839a79774586b4423b4b6db93c15f084488b95771508005b425"
    let query = "\(presign.replacing("SERVICE", with: "s3"))&X-Amz-Signature=\(signature)"
    let path = "/bucket/a%20b/../c~%C3%A9"
    let request = Fixture.request(method: "GET", path: path, query: query, headers: [("host", "localhost:8443")], body: "")
    let verifier = Fixture.verifier(rules: .s3, payloads: .unsigned)
    #expect(Fixture.reason(request, by: verifier) == nil)
    #expect(Fixture.reason(request.changed(path: "/bucket/c~%C3%A9"), by: verifier) == .mismatch)
  }
}
