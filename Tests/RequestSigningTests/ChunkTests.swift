import RequestSigning
import SignedRequest
import Testing
import Vocabulary

/// The examples of the Amazon S3 API Reference: "Transferring payload in multiple chunks" and "Including trailing headers".
@Suite struct PublishedChunkTests {
  private let now = Moment(basicISO8601: "20130524T000000Z")!
  private let trailer = WireRequest.Header(name: "x-amz-checksum-crc32c", value: "sOO8/Q==")

  private func signer() -> Signer {
    Signer(
      accessKeyID: "AKIAIOSFODNN7EXAMPLE", secret: SigningSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), sessionToken: nil,
      region: "us-east-1", service: "s3", rules: .s3)
  }

  private func request(_ headers: [(String, String)]) -> WireRequest {
    Fixture.request(
      path: "/examplebucket/chunkObject.txt", query: "",
      headers: [("host", "s3.amazonaws.com"), ("x-amz-storage-class", "REDUCED_REDUNDANCY"), ("content-encoding", "aws-chunked")]
        + headers,
      body: String(repeating: "a", count: 66_560))
  }

  private func signatures(_ request: WireRequest) -> [String] {
    let text = String(decoding: request.body, as: UTF8.self)
    return text.split(separator: "signature").dropFirst().map { String($0.dropFirst().prefix(64)) }
  }

  @Test func chunks() throws {
    let request = request([("content-length", "66824")])
    let signed = try signer().signInChunks(request, at: now, chunkBytes: 65_536, trailers: [])
    #expect(signed.body.count == 66_824)
    let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
    #expect(signed.header("authorization")?.hasSuffix(seed) == true)
    #expect(
      signatures(signed) == [
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
      ])
  }

  @Test func trailingHeaders() throws {
    let signed = try signer().signInChunks(request([]), at: now, chunkBytes: 65_536, trailers: [trailer])
    let seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"
    #expect(signed.header("authorization")?.hasSuffix(seed) == true)
    #expect(
      signatures(signed) == [
        "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
        "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
        "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        "d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435",
      ])
  }
}

@Suite struct ChunkAttackTests {
  private let verifier = Fixture.verifier(rules: .s3, payloads: .signedChunks)
  private let text = String(repeating: "0123456789", count: 5)

  private func signed(trailers: [WireRequest.Header] = []) throws -> WireRequest {
    let request = Fixture.request(path: "/bucket/key", query: "", headers: [("host", "localhost")], body: text)
    return try Fixture.signer(service: "s3", rules: .s3).signInChunks(
      request, at: Fixture.now, chunkBytes: 20, trailers: trailers)
  }

  private func reason(_ request: WireRequest) -> SignatureProblem.Reason? { Fixture.reason(request, by: verifier) }

  /// A chunk of 20 bytes with its framing: `14;chunk-signature=` + 64 + CRLF + 20 + CRLF.
  private let framed = 19 + 64 + 2 + 20 + 2

  @Test func decodes() throws {
    let trailer = WireRequest.Header(name: "x-amz-checksum-crc32", value: "AAAAAA==")
    for trailers in [[], [trailer]] {
      let verified = try verifier.verify(signed(trailers: trailers), at: Fixture.now) { _ in Fixture.secret }
      #expect(verified.body == Array(text.utf8))
      #expect(verified.trailers == trailers)
    }
    #expect(Fixture.reason(try signed(), by: Fixture.verifier(rules: .s3)) == .payloadRefused)
  }

  @Test func tampering() throws {
    let good = try signed()
    for place in stride(from: 0, to: good.body.count - 2, by: 1) {
      var body = good.body
      body[place] ^= 1
      #expect(reason(good.changed(body: body)) != nil, "byte \(place)")
    }
  }

  @Test func reordering() throws {
    let good = try signed()
    let swapped = good.body[framed..<2 * framed] + good.body[0..<framed] + good.body[(2 * framed)...]
    #expect(reason(good.changed(body: Array(swapped))) == .mismatch)
  }

  @Test func truncation() throws {
    let good = try signed()
    for end in 0..<good.body.count - 2 { #expect(reason(good.changed(body: Array(good.body[..<end]))) == .payloadMismatch) }
    let dropped = Array(good.body[..<framed] + good.body[(2 * framed)...])
    #expect(reason(good.changed(body: dropped)) == .payloadMismatch)
    // Even where the length is unsigned, the last chunk's signature covers the one before it.
    let repeated = Array(good.body[..<framed] + good.body)
    #expect(reason(good.changed(body: repeated)) == .payloadMismatch)
  }

  @Test func lengthIsSigned() throws {
    let shorter = try signed().changed(header: "x-amz-decoded-content-length") { _ in "30" }
    #expect(reason(shorter) == .mismatch)
  }

  @Test func trailerTampering() throws {
    let trailer = WireRequest.Header(name: "x-amz-checksum-crc32", value: "AAAAAA==")
    let good = try signed(trailers: [trailer])
    let text = String(decoding: good.body, as: UTF8.self)
    #expect(reason(good.changed(body: Array(text.replacing("AAAAAA", with: "AAAAAB").utf8))) == .mismatch)
    #expect(reason(good.changed(body: Array(text.replacing("-crc32:", with: "-crc64:").utf8))) == .payloadMismatch)
    let cut = text.replacing("x-amz-checksum-crc32:AAAAAA==\r\n", with: "")
    #expect(reason(good.changed(body: Array(cut.utf8))) == .payloadMismatch)
  }

  @Test func unsignedChunks() throws {
    let headers = [
      ("host", "localhost"), ("x-amz-trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", "3"),
    ]
    let body = "3\r\nabc\r\n0\r\nx-amz-checksum-crc32:A=\r\n\r\n"
    let request = Fixture.request(path: "/b/k", query: "", headers: headers, body: body)
    let signed = try Fixture.signer(service: "s3", rules: .s3).sign(request, at: Fixture.now, payload: .unsignedChunks)
    #expect(reason(signed) == .payloadRefused)
    let lenient = Fixture.verifier(rules: .s3, payloads: .unsignedChunks)
    let verified = try lenient.verify(signed, at: Fixture.now) { _ in Fixture.secret }
    #expect(verified.body == Array("abc".utf8))
    #expect(verified.trailers.map(\.name) == ["x-amz-checksum-crc32"])
  }
}
