import Access
import Testing
import Vocabulary

/// A pattern of many stars against a long text ends quickly: at most the product of both lengths, never a power.
@Suite(.timeLimit(.minutes(1))) struct GlobComplexityTests {
  private let text = String(repeating: "a", count: 4_000)
  private let pattern = String(repeating: "*a", count: 60) + "*b"

  @Test func resources() throws {
    let allowing = policy(["Effect": "Allow", "Action": "*", "Resource": .string(pattern)])
    #expect(try outcome(("identityPolicies", allowing), ("resource", .string(text))) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", allowing), ("resource", .string(text + "b"))) == .allowed)
  }

  @Test func actions() throws {
    let allowing = policy(["Effect": "Allow", "Action": .string(pattern), "Resource": "*"])
    #expect(try outcome(("identityPolicies", allowing), ("action", .string(text))) == .implicitlyDenied)
  }

  @Test func conditions() throws {
    #expect(try !holds("{\"StringLike\": {\"k\": \"\(pattern)\"}}", "{\"k\": \"\(text)\"}"))
    #expect(try !holds("{\"ArnLike\": {\"k\": \"arn:*:*:*:*:\(pattern)\"}}", "{\"k\": \"arn:a:a:a:a:\(text)\"}"))
    #expect(try holds("{\"StringNotLike\": {\"k\": \"\(pattern)${aws:username}\"}}", "{\"k\": \"\(text)\"}"))
  }
}
