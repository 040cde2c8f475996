import RequestSigning
import SignedRequest
import Testing
import Vocabulary

@Suite struct VectorTests {
  private static let isPresent = !SigV4Case.all.isEmpty

  private func signer(_ vector: SigV4Case) throws -> Signer {
    let context = try vector.context()
    let credentials = try #require(context["credentials"])
    return Signer(
      accessKeyID: try #require(credentials["access_key_id"]?.string),
      secret: SigningSecret(try #require(credentials["secret_access_key"]?.string)), sessionToken: credentials["token"]?.string,
      region: try #require(context["region"]?.string), service: try #require(context["service"]?.string),
      rules: try vector.rules())
  }

  private func verifier(_ vector: SigV4Case) throws -> Verifier {
    Verifier(
      region: "us-east-1", services: ["service"], rules: try vector.rules(), payloads: [],
      skewSecondsMax: Verifier.awsSkewSecondsMax, keys: SigningKeyCache(countMax: 8))
  }

  private let now = Moment(basicISO8601: "20150830T123600Z")!
  private let secret = SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

  @Test("verify the signed request", .enabled(if: isPresent, SigV4Case.areAbsent), arguments: SigV4Case.all, ["header", "query"])
  func verify(vector: SigV4Case, form: String) throws {
    let request = try vector.request("\(form)-signed-request")
    let verified = try verifier(vector).verify(request, at: now) { $0 == "AKIDEXAMPLE" ? secret : nil }
    #expect(verified.accessKeyID == "AKIDEXAMPLE")
    #expect(verified.body == request.body)
    let error = #expect(throws: SignatureProblem.self) {
      try verifier(vector).verify(request, at: now) { _ in SigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEy") }
    }
    #expect(error?.reason == .mismatch)
  }

  @Test("sign in the header", .enabled(if: isPresent, SigV4Case.areAbsent), arguments: SigV4Case.all)
  func sign(vector: SigV4Case) throws {
    let isStated = try vector.context()["sign_body"]?.bool == true
    let signed = try signer(vector).sign(vector.request("request"), at: now, payload: isStated ? .stated : .implied)
    let expected = try vector.request("header-signed-request")
    #expect(signed.header("authorization") == expected.header("authorization"))
    #expect(Set(signed.headers) == Set(expected.headers))
  }

  @Test("presign", .enabled(if: isPresent, SigV4Case.areAbsent), arguments: SigV4Case.all)
  func presign(vector: SigV4Case) throws {
    let signed = try signer(vector).presign(vector.request("request"), at: now, expiresSeconds: 3_600)
    #expect(signed == (try vector.request("query-signed-request")))
  }
}
