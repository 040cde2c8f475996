import RequestSigning
import SignedRequest
import Testing
import Vocabulary

@Suite struct SecretTests {
  @Test func secretsDoNotPrint() {
    let plain = "wJalrXUtnFEMIEXAMPLEKEY"
    let secret = SigningSecret(plain)
    let key = SigningKey(secret, for: Credential(accessKeyID: "A", day: "20260102", region: "eu-west-1", service: "connect"))
    var dumped = ""
    dump([secret], to: &dumped)
    dump([key], to: &dumped)
    for text in ["\(secret)", "\(key)", String(reflecting: secret), String(reflecting: key), dumped] {
      #expect(text.contains("redacted"))
      #expect(!text.contains(plain) && !text.contains("AWS4"))
    }
  }

  @Test func cacheIsBoundedAndFollowsTheSecret() throws {
    let keys = SigningKeyCache(countMax: 4)
    let verifier = Verifier(
      region: "eu-west-1", services: ["connect"], rules: .standard, payloads: [], skewSecondsMax: 300, keys: keys)
    for round in 0..<3 {
      for number in 0..<20 {
        let secret = SigningSecret("secret \(number) \(round)")
        let signer = Fixture.signer(key: "AKIA\(number)", secret: secret)
        let signed = try signer.sign(Fixture.request(), at: Fixture.now, payload: .implied)
        for _ in 0..<2 { _ = try verifier.verify(signed, at: Fixture.now) { _ in secret } }
        #expect(keys.count <= 4)
        // The secret was changed: the cached key of the old one must not serve.
        #expect(throws: SignatureProblem.self) { try verifier.verify(signed, at: Fixture.now) { _ in SigningSecret("new") } }
        #expect(throws: SignatureProblem.self) { try verifier.verify(signed, at: Fixture.now) { _ in nil } }
      }
    }
  }
}

@Suite struct SignatureErrorTests {
  @Test(
    arguments: [
      (.missing, "MissingAuthenticationTokenException", "MissingAuthenticationToken"),
      (.incomplete, "IncompleteSignatureException", "IncompleteSignature"),
      (.unknownAccessKey, "UnrecognizedClientException", "InvalidClientTokenId"),
      (.mismatch, "InvalidSignatureException", "SignatureDoesNotMatch"),
      (.expired, "InvalidSignatureException", "SignatureDoesNotMatch"),
      (.replayed, "AccessDeniedException", "AccessDenied"),
    ] as [(SignatureProblem.Reason, String, String)])
  func names(reason: SignatureProblem.Reason, rest: String, query: String) {
    let problem = SignatureProblem(reason, "why")
    #expect(problem.error(on: .restJSON).code == rest)
    #expect(problem.error(on: .restJSON).status == 403)
    #expect(problem.error(on: .json).code == rest)
    #expect(problem.error(on: .json).status == 400)
    #expect(problem.error(on: .query).code == query)
    #expect(problem.error(on: .query).status == 403)
    #expect(problem.error(on: .restXML).message == "why")
  }

  /// Connect's names end in Exception, the query protocol's and S3's do not.
  @Test(arguments: SignatureProblem.Reason.allCases)
  func forms(reason: SignatureProblem.Reason) {
    let problem = SignatureProblem(reason, "")
    #expect(problem.error(on: .restJSON).code.hasSuffix("Exception"))
    for wire in [SignatureError.Wire.query, .restXML] { #expect(!problem.error(on: wire).code.hasSuffix("Exception")) }
    for wire in SignatureError.Wire.allCases { #expect([400, 403, 503].contains(problem.error(on: wire).status)) }
  }
}

@Suite struct SpeedTests {
  /// States the cost of a verification; fails only when it is out of all proportion.
  @Test func oneKibibyte() throws {
    let headers = [
      ("host", "localhost:8443"), ("content-type", "application/json"), ("user-agent", "Boto3/1.43.11 md/Botocore#1.43.11"),
      ("accept-encoding", "identity"), ("amz-sdk-invocation-id", "0f0d94cb-60f3-4a0a-8a4f-0d3a9c2a6f3e"),
      ("amz-sdk-request", "attempt=1"), ("content-length", "1024"),
    ]
    let request = Fixture.request(headers: headers, body: String(repeating: "x", count: 1_024))
    let signed = try Fixture.signer().sign(request, at: Fixture.now, payload: .implied)
    let verifier = Fixture.verifier()
    let count = 5_000
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      for _ in 0..<count { _ = try verifier.verify(signed, at: Fixture.now) { _ in Fixture.secret } }
    }
    let microseconds = elapsed / count / .microseconds(1)
    #expect(microseconds < 500, "\(microseconds) µs a verification")
    Attachment.record("\(microseconds) µs a verification of a request of 1 KiB", named: "verification.txt")
  }
}
