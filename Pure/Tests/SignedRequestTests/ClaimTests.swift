import SignedRequest
import Testing
import Vocabulary

private let date = WireRequest.Header(name: "x-amz-date", value: "20150830T123600Z")
private let host = WireRequest.Header(name: "host", value: "localhost")
private let signature = String(repeating: "0", count: 64)
private let scope = "AKIDEXAMPLE/20150830/us-east-1/connect/aws4_request"

private func request(_ headers: [WireRequest.Header], path: String = "/", query: String = "") -> WireRequest {
  WireRequest(
    method: "GET", rawPath: path, rawQuery: query, headers: headers, body: [], remoteAddress: "127.0.0.1", isTLS: true)
}

private func authorized(_ value: String, _ others: [WireRequest.Header] = [host, date]) -> WireRequest {
  request(others + [WireRequest.Header(name: "authorization", value: value)])
}

private func code(_ request: WireRequest) -> SignedRequestProblem.Code? {
  do {
    _ = try SignatureClaim(request, rules: .standard).canonicalRequest(payload: "UNSIGNED-PAYLOAD")
    return nil
  } catch { return error.code }
}

private let good = "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host;x-amz-date, Signature=\(signature)"

@Suite struct AuthorizationHeaderTests {
  @Test(arguments: [
    good,
    "AWS4-HMAC-SHA256 Credential=\(scope),SignedHeaders=host;x-amz-date,Signature=\(signature)",
    "AWS4-HMAC-SHA256   Signature=\(signature) ,\t SignedHeaders=host;x-amz-date ,, Credential=\(scope),",
  ])
  func accepted(value: String) throws {
    let header = try AuthorizationHeader(value)
    #expect(header.credential == Credential(accessKeyID: "AKIDEXAMPLE", day: "20150830", region: "us-east-1", service: "connect"))
    #expect(header.signedHeaders == ["host", "x-amz-date"])
    #expect(header.signature == [UInt8](repeating: 0, count: 32))
    #expect(code(authorized(value)) == nil)
  }

  @Test(
    arguments: [
      ("", .incompleteSignature), ("Bearer abc", .incompleteSignature), ("AWS4-HMAC-SHA256", .incompleteSignature),
      ("AWS4-HMAC-SHA1 Credential=\(scope)", .incompleteSignature),
      ("AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host;x-amz-date", .incompleteSignature),
      (good + ", Credential=\(scope)", .incompleteSignature), (good + ", Extra=1", .incompleteSignature),
      (good + ", nothing", .incompleteSignature),
      (good.replacing("=AKID", with: "= AKID"), .incompleteSignature),
      (good.replacing("AKIDEXAMPLE", with: ""), .incompleteSignature),
      (good.replacing("AKIDEXAMPLE", with: "A\u{1234}"), .incompleteSignature),
      (good.replacing("connect/", with: ""), .incompleteSignature),
      (good.replacing("aws4_request", with: "aws4"), .wrongScope),
      (good.replacing("20150830/", with: "2015083/"), .wrongScope),
      (good.replacing("20150830/", with: "20150831/"), .wrongScope),
      (good.replacing("us-east-1", with: "us east"), .incompleteSignature),
      (good.replacing("us-east-1", with: ""), .wrongScope),
      (good.replacing("host;x-amz-date", with: "x-amz-date;host"), .incompleteSignature),
      (good.replacing("host;x-amz-date", with: "host;host;x-amz-date"), .incompleteSignature),
      (good.replacing("host;x-amz-date", with: "Host;x-amz-date"), .incompleteSignature),
      (good.replacing("host;x-amz-date", with: "host;x-amz-date;"), .incompleteSignature),
      (good.replacing("host;x-amz-date", with: "x-amz-date"), .unsignedHeader),
      (good.replacing("host;x-amz-date", with: "host"), .unsignedHeader),
      (good.replacing("host;x-amz-date", with: "host;x-absent;x-amz-date"), .unsignedHeader),
      (good.replacing(signature, with: "00"), .impossibleSignature),
      (good.replacing(signature, with: String(repeating: "A", count: 64)), .impossibleSignature),
      (good.replacing(signature, with: String(repeating: "0", count: 20_000)), .tooLarge),
    ] as [(String, SignedRequestProblem.Code)])
  func refused(value: String, expected: SignedRequestProblem.Code) { #expect(code(authorized(value)) == expected) }

  @Test func noSignatureAtAll() { #expect(code(request([host, date])) == .noSignature) }

  @Test func twoHeadersOfOne() {
    for name in ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"] {
      let twice = [WireRequest.Header](repeating: .init(name: name, value: name == "authorization" ? good : "1"), count: 2)
      let others = [host, date, .init(name: "authorization", value: good)].filter { $0.name != name }
      let isUnsigned = name == "x-amz-content-sha256"
      #expect(code(request(others + twice)) == (isUnsigned ? .unsignedHeader : .incompleteSignature), "\(name)")
    }
  }

  @Test func unsignedAmazonHeader() {
    let extra = WireRequest.Header(name: "x-amz-target", value: "Service.Operation")
    #expect(code(authorized(good, [host, date, extra])) == .unsignedHeader)
  }

  @Test func headerNames() {
    for name in ["X-Amz-Target", "x amz", "", "x-\u{e9}"] {
      #expect(code(authorized(good, [host, date, .init(name: name, value: "1")])) == .malformedRequest, "\(name)")
    }
    let many = (0..<300).map { WireRequest.Header(name: "h\($0)", value: "") }
    #expect(code(authorized(good, [host, date] + many)) == .tooLarge)
  }
}

@Suite struct SigningDateTests {
  private let byDate = good.replacing("host;x-amz-date", with: "date;host")

  @Test(arguments: ["20150830T123600Z", "Sun, 30 Aug 2015 12:36:00 GMT"])
  func dateHeader(value: String) throws {
    let claim = try SignatureClaim(authorized(byDate, [host, .init(name: "date", value: value)]), rules: .standard)
    #expect(claim.timestamp == "20150830T123600Z")
    #expect(claim.signedAt == Moment(basicISO8601: "20150830T123600Z"))
  }

  @Test(arguments: [
    "", "Sun, 30 Aug 2015 12:36:00 UTC", "Sun, 31 Feb 2015 12:36:00 GMT", "Sun, 30 Aug 2015 24:36:00 GMT", "20150230T000000Z",
    "2015-08-30T12:36:00Z", "20150830T123660Z", "Sun, 3\u{e9} Aug 2015 12:36:00 GMT",
  ])
  func noDate(value: String) {
    #expect(code(authorized(byDate, [host, .init(name: "date", value: value)])) == .incompleteSignature)
    #expect(code(authorized(good, [host, .init(name: "x-amz-date", value: value)])) == .incompleteSignature)
  }

  @Test func absent() {
    #expect(code(authorized(good.replacing(";x-amz-date", with: ""), [host])) == .incompleteSignature)
  }
}

@Suite struct PresignedQueryTests {
  private let parameters = [
    ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"), ("X-Amz-Credential", scope.replacing("/", with: "%2F")),
    ("X-Amz-Date", "20150830T123600Z"), ("X-Amz-Expires", "604800"), ("X-Amz-SignedHeaders", "host"),
    ("X-Amz-Signature", signature),
  ]

  private func query(_ change: (String, String?)? = nil) -> String {
    parameters.compactMap { name, value in
      let value = change?.0 == name ? change?.1 : value
      return value.map { "\(name)=\($0)" }
    }.joined(separator: "&")
  }

  @Test func accepted() throws {
    let claim = try SignatureClaim(request([host], query: query()), rules: .standard)
    #expect(claim.form == .query(expiresSeconds: 604_800))
    #expect(claim.credential.accessKeyID == "AKIDEXAMPLE")
    #expect(code(request([host], query: query(("X-Amz-Expires", "1")))) == nil)
  }

  @Test(arguments: [
    "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature",
  ])
  func incomplete(name: String) {
    #expect(code(request([host], query: query((name, nil)))) == .incompleteSignature)
    #expect(code(request([host], query: query() + "&\(name)=x")) == .incompleteSignature)
    #expect(code(request([host], query: query((name, "")))) != nil)
  }

  @Test(arguments: ["0", "604801", "-1", "1e3", "%201", "99999999999999999999", "\u{661}"])
  func expires(value: String) {
    #expect(code(request([host], query: query(("X-Amz-Expires", value)))) == .incompleteSignature)
  }

  @Test func both() {
    let both = request([host, date, .init(name: "authorization", value: good)], query: query())
    #expect(code(both) == .incompleteSignature)
    let token = WireRequest.Header(name: "x-amz-security-token", value: "t")
    #expect(code(request([host, token], query: query() + "&X-Amz-Security-Token=t")) == .incompleteSignature)
  }

  @Test(arguments: ["a=%", "a=%2", "a=%zz", "a=1+1", "+", "%"])
  func malformed(extra: String) { #expect(code(request([host], query: query() + "&" + extra)) == .malformedRequest) }

  @Test func bounds() {
    #expect(code(request([host], query: query() + String(repeating: "&a=1", count: 1_000))) == .tooLarge)
    #expect(code(request([host], query: query() + "&a=" + String(repeating: "b", count: 70_000))) == .tooLarge)
    #expect(code(request([host], path: "/" + String(repeating: "b", count: 20_000), query: query())) == .tooLarge)
  }
}
