import SignedRequest
import Testing

private let signature = String(repeating: "ab", count: 32)
private let signed = "3;chunk-signature=\(signature)\r\nabc\r\n0;chunk-signature=\(signature)\r\n"

private func parse(_ text: String, isSigned: Bool, _ names: [String] = []) throws -> ChunkedPayload {
  try ChunkedPayload(Array(text.utf8), isSigned: isSigned, trailerNames: names)
}

@Suite struct ChunkedPayloadTests {
  @Test func signedChunks() throws {
    for end in ["", "\r\n"] {
      let payload = try parse(signed + end, isSigned: true)
      #expect(payload.chunks.map(\.data.count) == [3, 0])
      #expect(payload.decodedBytes == 3)
      #expect(payload.chunks.allSatisfy { $0.signature == [UInt8](repeating: 0xAB, count: 32) })
    }
  }

  @Test func unsignedChunksWithTrailer() throws {
    let body = "a\r\n0123456789\r\n0\r\nX-Amz-Checksum-CRC32: abc= \r\n\r\n"
    let payload = try parse(body, isSigned: false, ["x-amz-checksum-crc32"])
    #expect(payload.decodedBytes == 10)
    #expect(String(decoding: payload.canonicalTrailers, as: UTF8.self) == "x-amz-checksum-crc32:abc=\n")
  }

  @Test func signedTrailer() throws {
    let payload = try parse(signed + "b:2\na:1\r\nx-amz-trailer-signature:\(signature)\r\n\r\n", isSigned: true, ["a", "b"])
    #expect(String(decoding: payload.canonicalTrailers, as: UTF8.self) == "a:1\nb:2\n")
    #expect(payload.trailerSignature?.count == 32)
  }

  @Test(arguments: [
    "", "0", "0\r\n", "3;chunk-signature=\(signature)\r\nabc\r\n", String(signed.dropFirst()), String(signed.dropLast()),
    signed.replacing("abc", with: "ab"), signed.replacing("abc", with: "abcd"), signed.replacing("3;", with: "ffffffff;"),
    signed.replacing("3;", with: "100000000;"), signed.replacing("3;", with: "-3;"), signed.replacing("abab", with: "ABAB"),
    signed + "x:1\r\n", signed + "x", signed + "x-amz-trailer-signature:\(signature)\r\n", signed + "nonsense\r\n",
    signed + signed,
    signed + String(repeating: "\r\n", count: 5_000),
  ])
  func refused(body: String) {
    #expect(throws: SignedRequestProblem.self) { try parse(body, isSigned: true) }
  }

  @Test func trailerMustBeAnnounced() {
    #expect(throws: SignedRequestProblem.self) { try parse("0\r\na:1\r\n", isSigned: false, []) }
    #expect(throws: SignedRequestProblem.self) { try parse("0\r\n\r\n", isSigned: false, ["a"]) }
    #expect(throws: SignedRequestProblem.self) { try parse("0\r\na:1\r\na:2\r\n", isSigned: false, ["a"]) }
    #expect(throws: SignedRequestProblem.self) { try parse(signed + "a:1\r\n", isSigned: true, ["a"]) }
  }
}
