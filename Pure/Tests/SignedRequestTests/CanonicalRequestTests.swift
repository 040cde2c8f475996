import SignedRequest
import Testing
import Vocabulary

private func lines(_ path: String, _ query: String = "", rules: SigningRules = .standard) throws -> [String] {
  let request = WireRequest(
    method: "GET", rawPath: path, rawQuery: query, headers: [], body: [], remoteAddress: "127.0.0.1", isTLS: true)
  let bytes = try CanonicalRequest.bytes(of: request, signedHeaders: [], payload: "p", leavingOut: [], rules: rules)
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}

@Suite struct CanonicalPathTests {
  /// An ARN arrives percent-encoded in Connect's paths; every service but S3 signs the encoded path encoded once more.
  @Test func encodedOnceMore() throws { #expect(try lines("/queues/arn%3Aaws")[1] == "/queues/arn%253Aaws") }

  @Test func encodedOnce() throws {
    #expect(try lines("/a%2fb/%7ec d/../e", rules: .s3)[1] == "/a%2Fb/~c%20d/../e")
    #expect(throws: SignedRequestProblem.self) { try lines("/a%2", rules: .s3) }
    #expect(throws: SignedRequestProblem.self) { try lines("/a%gg", rules: .s3) }
  }

  @Test(arguments: ["/a/../b", "/a/./b", "//", "/a//b", "/..", "/.", "//a", "/a/.."])
  func refusedUnlessNormal(path: String) {
    #expect(throws: SignedRequestProblem.self) { try lines(path) }
  }

  @Test(arguments: ["/", "", "/a", "/a/", "/...", "/.a/..b/a..", "/a/b/"])
  func normal(path: String) throws { #expect(try lines(path)[1] == (path.isEmpty ? "/" : path)) }

  @Test func rootless() { #expect(throws: SignedRequestProblem.self) { try lines("a") } }
}

@Suite struct CanonicalQueryTests {
  @Test(arguments: [
    ("b=2&a=1", "a=1&b=2"), ("a=2&a=1", "a=1&a=2"), ("a", "a="), ("a=b=c", "a=b%3Dc"), ("&&a=1&", "a=1"), ("", ""),
    ("a-b=1&a=2", "a=2&a-b=1"), ("a=%7e%2f", "a=~%2F"), ("%61=1", "a=1"), ("a=\u{1234}", "a=%E1%88%B4"), ("=", "="),
    ("A=1&a=1", "A=1&a=1"),
  ])
  func sorted(raw: String, canonical: String) throws { #expect(try lines("/", raw)[2] == canonical) }
}

@Suite struct CanonicalHeaderTests {
  @Test func foldedJoinedTrimmed() throws {
    let headers = [("b", " two \t  words "), ("a", "\r\n x\ny "), ("b", ""), ("b", "3")]
    let request = WireRequest(
      method: "GET", rawPath: "/", rawQuery: "", headers: headers.map { WireRequest.Header(name: $0, value: $1) }, body: [],
      remoteAddress: "127.0.0.1", isTLS: true)
    let bytes = try CanonicalRequest.bytes(
      of: request, signedHeaders: ["a", "b"], payload: "p", leavingOut: [], rules: .standard)
    #expect(String(decoding: bytes, as: UTF8.self) == "GET\n/\n\na:x y\nb:two words,,3\n\na;b\np")
  }

  @Test(arguments: ["", "GET\n/", "G T", String(repeating: "G", count: 33)])
  func method(value: String) {
    let request = WireRequest(
      method: value, rawPath: "/", rawQuery: "", headers: [], body: [], remoteAddress: "127.0.0.1", isTLS: true)
    #expect(throws: SignedRequestProblem.self) {
      try CanonicalRequest.bytes(of: request, signedHeaders: [], payload: "p", leavingOut: [], rules: .standard)
    }
  }
}
