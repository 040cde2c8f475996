import AWSWire
import Testing
import Vocabulary

@Suite struct BucketRequestTests {
  private func read(_ path: String, query: String = "") throws -> BucketRequest {
    try BucketRequest(WireFixture.request("GET", path: path, query: query))
  }

  @Test(
    arguments: [
      ("/", nil, nil), ("/b", "b", nil), ("/b/", "b", nil), ("/b/k", "b", "k"), ("/b/k/", "b", "k/"), ("/b//k", "b", "/k"),
      ("/b/../k", "b", "../k"), ("/b/a%2Fb", "b", "a/b"), ("/b/a+b%20c", "b", "a+b c"), ("/b/%C3%A9", "b", "é"),
    ] as [(String, String?, String?)])
  func paths(path: String, bucket: String?, key: String?) throws {
    let request = try read(path)
    #expect(request.bucket == bucket && request.key == key)
  }

  @Test(arguments: ["", "b", "//k", "/b/%", "/b/%ff", "/b/%zz", "/a%2Fb", "/b/" + String(repeating: "k", count: 1_025)])
  func whatIsNoPath(path: String) {
    #expect(throws: ValidationProblem.self) { try read(path) }
  }

  @Test func parametersStandOnceAndThoseOfASignatureAreNone() throws {
    let request = try read("/b", query: "list-type=2&prefix=a%2Fb&delimiter&X-Amz-Signature=s")
    #expect(request.parameters.map(\.name) == ["list-type", "prefix", "delimiter"])
    #expect(request.parameter("prefix") == "a/b" && request.parameter("delimiter") == "" && request.parameter("x") == nil)
    #expect(throws: ValidationProblem.self) { try read("/b", query: "prefix=a&prefix=a") }
  }
}

@Suite struct ByteRangeTests {
  @Test(
    arguments: [
      ("bytes=0-0", 10, 0..<1), ("bytes=0-", 10, 0..<10), ("bytes=9-20", 10, 9..<10), ("bytes=10-", 10, nil),
      ("bytes=-3", 10, 7..<10), ("bytes=-20", 10, 0..<10), ("bytes=-0", 10, nil), ("bytes=-1", 0, nil), ("bytes=0-", 0, nil),
      ("bytes=1-99999999999999999999", 10, 1..<10), ("bytes=99999999999999999999-", 10, nil),
      ("bytes=0-9223372036854775807", .max, 0..<Int.max),
    ] as [(String, Int, Range<Int>?)])
  func within(header: String, count: Int, expected: Range<Int>?) throws {
    #expect(try ByteRange(header).within(count) == expected)
  }

  @Test(
    arguments: [
      "", "bytes", "bytes=", "bytes=-", "bytes=2-1", "bytes=0-1,2-3", "octets=0-1", "bytes=+1-2", "bytes=1--2", "bytes= 1-2",
    ])
  func whatIsNoRange(header: String) {
    #expect(throws: ValidationProblem.self) { try ByteRange(header) }
  }
}

@Suite struct PreconditionsTests {
  private func outcome(_ headers: [(String, String)]) throws -> Preconditions.Outcome {
    try Preconditions(WireFixture.request("GET", headers: headers)).outcome(tag: "t", modifiedAt: Moment(seconds: 784_111_777))
  }

  @Test func tags() throws {
    for value in ["\"t\"", "t", "*", "\"a\",\"t\"", " \"t\" "] { #expect(try outcome([("if-match", value)]) == .met, "\(value)") }
    for value in ["\"a\"", "W/\"t\"", "\"T\""] { #expect(try outcome([("if-match", value)]) == .failed("If-Match"), "\(value)") }
    for value in ["\"t\"", "W/\"t\"", "*"] { #expect(try outcome([("if-none-match", value)]) == .notModified, "\(value)") }
    #expect(try outcome([("if-none-match", "\"a\""), ("if-none-match", "\"t\"")]) == .notModified)
    for value in ["", "\"", ",", "\"a"] { #expect(throws: ValidationProblem.self) { try outcome([("if-match", value)]) } }
  }

  /// RFC 9110 section 13.2.2: a date counts where there is no tag of its kind.
  @Test func datesComeAfterTags() throws {
    let (at, before) = ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:36 GMT")
    #expect(try outcome([("if-modified-since", at)]) == .notModified && outcome([("if-modified-since", before)]) == .met)
    #expect(try outcome([("if-unmodified-since", at)]) == .met)
    #expect(try outcome([("if-unmodified-since", before)]) == .failed("If-Unmodified-Since"))
    #expect(try outcome([("if-match", "t"), ("if-unmodified-since", before)]) == .met)
    #expect(try outcome([("if-none-match", "a"), ("if-modified-since", at)]) == .met)
    #expect(throws: ValidationProblem.self) { try outcome([("if-modified-since", "1994")]) }
  }
}

@Suite struct RestXMLTests {
  @Test func errorsHaveTheirForm() throws {
    let wire = RestXMLResponse(requestID: "r", resource: "/b/<k>")
    let response = wire.failure(WireError(code: "NoSuchKey", message: "a & b", status: 404))
    #expect(response.status == 404)
    #expect(response.headers.contains(WireRequest.Header(name: "content-type", value: "application/xml")))
    #expect(
      String(decoding: response.body, as: UTF8.self)
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey</Code><Message>a &amp; b</Message>"
        + "<Resource>/b/&lt;k&gt;</Resource><RequestId>r</RequestId></Error>")
  }
}
