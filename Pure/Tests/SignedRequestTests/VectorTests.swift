import SignedRequest
import Testing
import Vocabulary

@Suite struct VectorTests {
  @Test(
    "canonical request and string to sign", .enabled(if: !SigV4Case.all.isEmpty, SigV4Case.areAbsent),
    arguments: SigV4Case.all, ["header", "query"])
  func canonical(vector: SigV4Case, form: String) throws {
    let claim = try SignatureClaim(vector.request("\(form)-signed-request"), rules: vector.rules())
    let expected = try vector.text("\(form)-canonical-request")
    let payload = try #require(expected.split(separator: "\n").last)
    #expect(String(decoding: try claim.canonicalRequest(payload: String(payload)), as: UTF8.self) == expected)

    let text = try vector.text("\(form)-string-to-sign")
    let hash = try #require([UInt8](hex: Array(text.utf8.suffix(64))))
    let ours = CanonicalRequest.stringToSign(timestamp: claim.timestamp, scope: claim.credential.scope, hash: hash)
    #expect(String(decoding: ours, as: UTF8.self) == text)

    let signature = try #require([UInt8](hex: Array(vector.text("\(form)-signature").utf8)))
    #expect(claim.signature == signature)
    #expect(claim.form == (form == "header" ? .header : .query(expiresSeconds: 3_600)))
    #expect(try claim.sessionToken == vector.context()["credentials"]?["token"]?.string)
  }

  @Test("all 38 cases are there", .enabled(if: !SigV4Case.all.isEmpty, SigV4Case.areAbsent))
  func complete() { #expect(SigV4Case.all.count == 38) }
}
