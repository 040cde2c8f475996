import Foundation
import Keep
import RequestSigning
import SignedRequest
import Synchronization
import Testing
import Vocabulary

/// The S3 wire: ranges, conditions, and what is not served, each refused by its name.
@Suite struct ContentWireTests {
  private static let path = "/\(ContentFixture.bucket)/connect/ChatTranscripts/2026/a.json"
  private static let tag = "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\""

  @Test func ranges() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for (range, status, text) in [
      ("bytes=0-0", 206, "0"), ("bytes=0-9", 206, "0123456789"), ("bytes=3-", 206, "3456789"), ("bytes=-3", 206, "789"),
      ("bytes=-30", 206, "0123456789"), ("bytes=8-99999999999999999999", 206, "89"), ("bytes=10-", 416, ""),
      ("bytes=99999999999999999999-", 416, ""), ("bytes=-0", 416, ""), ("bytes=5-4", 400, ""), ("bytes=0-1,3-4", 400, ""),
      ("bytes=a-b", 400, ""), ("items=0-1", 400, ""), ("bytes=-", 400, ""), ("bytes 0-1", 400, ""),
    ] {
      for method in ["GET", "HEAD"] {
        let answer = try await fixture.s3(method, Self.path, headers: [("range", range)], as: session)
        #expect(answer.status == status, "\(method) \(range)")
        guard status == 206 else { continue }
        #expect(method == "HEAD" ? answer.header("content-length") == String(text.count) : answer.text == text, "\(range)")
      }
    }
    #expect(try await fixture.s3("GET", Self.path, headers: [("range", "bytes=10-")], as: session).code == "InvalidRange")
    let answered = try fixture.events(named: "GetObject").filter { $0["additionalEventData"] != nil }
    #expect(answered.count == 6)
  }

  @Test func conditions() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    for (name, value, status) in [
      ("if-match", Self.tag, 200), ("if-match", "*", 200), ("if-match", "\"a\", " + Self.tag, 200), ("if-match", "\"a\"", 412),
      ("if-match", "W/" + Self.tag, 412), ("if-none-match", Self.tag, 304), ("if-none-match", "W/" + Self.tag, 304),
      ("if-none-match", "\"a\"", 200), ("if-modified-since", "Fri, 15 Jan 2027 08:00:00 GMT", 304),
      ("if-modified-since", "Fri, 15 Jan 2027 07:59:59 GMT", 200), ("if-unmodified-since", "Fri, 15 Jan 2027 08:00:00 GMT", 200),
      ("if-unmodified-since", "Fri, 15 Jan 2027 07:59:59 GMT", 412), ("if-modified-since", "yesterday", 400),
      ("if-match", "\"", 400), ("if-range", Self.tag, 501),
    ] {
      let answer = try await fixture.s3("GET", Self.path, headers: [(name, value)], as: session)
      #expect(answer.status == status, "\(name): \(value)")
      #expect(status == 200 || answer.body.isEmpty == (status == 304))
      #expect(answer.header("etag") == ([200, 304].contains(status) ? Self.tag : nil))
    }
  }

  @Test func anAnswerIsBounded() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    fixture.inventory.put("instance-1", "connect/large", Array("x".utf8), plaintextBytes: (64 << 20) + 1)
    let answer = try await fixture.s3("GET", "/\(ContentFixture.bucket)/connect/large", as: session)
    #expect(answer.status == 400 && answer.code == "InvalidRequest" && answer.element("Message")?.contains("Range") == true)
    let part = try await fixture.s3(
      "GET", "/\(ContentFixture.bucket)/connect/large", headers: [("range", "bytes=0-0")], as: session)
    #expect(part.status == 206 && part.header("content-range") == "bytes 0-0/67108865")
  }

  @Test func anEmptyObjectIsRead() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    fixture.inventory.put("instance-1", "connect/empty", [])
    let answer = try await fixture.s3("GET", "/\(ContentFixture.bucket)/connect/empty", as: session)
    #expect(answer.status == 200 && answer.body.isEmpty)
    #expect(
      try await fixture.s3("GET", "/\(ContentFixture.bucket)/connect/empty", headers: [("range", "bytes=0-")], as: session).status
        == 416)
  }

  @Test func whatIsNotServedIsNamed() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    let bucket = "/\(ContentFixture.bucket)"
    for (method, path, query, code, name) in [
      ("PUT", Self.path, "", "MethodNotAllowed", "PutObject"), ("DELETE", Self.path, "", "MethodNotAllowed", "DeleteObject"),
      ("POST", Self.path, "uploads", "MethodNotAllowed", "CreateMultipartUpload"),
      ("PUT", Self.path, "partNumber=1&uploadId=a", "MethodNotAllowed", "UploadPart"),
      ("PUT", bucket, "", "MethodNotAllowed", "CreateBucket"), ("DELETE", bucket, "", "MethodNotAllowed", "DeleteBucket"),
      ("POST", bucket, "delete", "MethodNotAllowed", "DeleteObjects"), ("GET", bucket, "acl", "NotImplemented", "GetBucketacl"),
      ("GET", Self.path, "torrent", "NotImplemented", "GetObjecttorrent"),
      ("GET", Self.path, "versionId=1", "NotImplemented", "GetObject"),
      ("GET", Self.path, "response-content-type=text%2Fhtml", "NotImplemented", "GetObject"),
      ("GET", bucket, "list-type=2&colour=1", "NotImplemented", "ListObjectsV2"),
      ("GET", bucket, "list-type=3", "InvalidArgument", "ListObjectsV2"),
      ("GET", bucket, "max-keys=-1", "InvalidArgument", "ListObjects"),
      ("GET", bucket, "max-keys=1x", "InvalidArgument", "ListObjects"),
      ("GET", bucket, "encoding-type=none", "InvalidArgument", "ListObjects"),
      ("GET", bucket, "prefix=a&prefix=b", "InvalidURI", "S3Request"),
      ("GET", "/\(ContentFixture.bucket)/%ff", "", "InvalidURI", "S3Request"),
      ("GET", bucket, "list-type=2&continuation-token=AAAA", "InvalidArgument", "ListObjectsV2"),
    ] {
      let answer = try await fixture.s3(method, path, query: query, as: session)
      #expect(answer.code == code, "\(method) \(path)?\(query): \(answer.text)")
      try await fixture.keep.settleLedger()
      let last = try fixture.events().last
      #expect(last?["eventName"]?.string == name && last?["errorCode"]?.string == code, "\(method) \(path)?\(query)")
    }
    for (header, value, status) in [
      ("x-amz-request-payer", "requester", 501), ("x-amz-expected-bucket-owner", "999999999999", 403),
      ("x-amz-expected-bucket-owner", ContentFixture.account, 200), ("x-amz-checksum-mode", "ENABLED", 200),
    ] {
      #expect(try await fixture.s3("GET", Self.path, headers: [(header, value)], as: session).status == status, "\(header)")
    }
  }

  @Test func presignedContentIsRefused() async throws {
    let fixture = try await ContentFixture()
    let session = try await fixture.session()
    let signer = Signer(
      accessKeyID: session.id, secret: SigningSecret(session.secret), sessionToken: session.token, region: "us-east-1",
      service: "s3", rules: .s3)
    let request = WireRequest(
      method: "GET", rawPath: Self.path, rawQuery: "", headers: [WireRequest.Header(name: "host", value: "h")], body: [],
      remoteAddress: "127.0.0.1", isTLS: true)
    let answer = await fixture.keep.respond(to: try signer.presign(request, at: ContentFixture.start, expiresSeconds: 60))
    #expect(answer.status == 403 && answer.code == "AccessDenied" && fixture.inventory.opened.withLock { $0.isEmpty })
  }

  /// A key that we did not write may name somebody: the ledger shows its digest.
  @Test func foreignKeysStayOutOfTheLedger() async throws {
    let fixture = try await ContentFixture()
    let told = try await fixture.s3("GET", "/\(ContentFixture.bucket)/Jane%20Doe", as: fixture.officer)
    #expect(told.element("Message")?.contains("Jane Doe") == true, "who asked is told what they asked for")
    try await fixture.role("All", allowing: ["s3:*"])
    let all = try await fixture.session("All")
    #expect(try await fixture.s3("GET", "/\(ContentFixture.bucket)/Jane%20Doe", as: all).code == "NoSuchKey")
    #expect(try await fixture.s3("GET", "/\(ContentFixture.bucket)", query: "prefix=Jane", as: all).status == 200)
    try await fixture.keep.settleLedger()
    #expect(try fixture.events().allSatisfy { !$0.text.contains("Jane") })
  }
}
