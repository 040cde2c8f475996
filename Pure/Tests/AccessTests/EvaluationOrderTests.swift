import Access
import Testing
import Vocabulary

/// "Policy evaluation logic", IAM User Guide.
@Suite struct EvaluationOrderTests {
  private let allow = policy(statement("Allow"))
  private let other = policy(statement("Allow", ("Action", "s3:GetObject")))
  private let deny = policy(statement("Deny"))

  private func grant(_ name: String) -> JSON { policy(statement("Allow", ("Principal", ["AWS": .string(name)]))) }

  @Test func nothingAllows() throws {
    #expect(try outcome() == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", other)) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", [other, allow])) == .allowed)
  }

  @Test(arguments: ["identityPolicies", "permissionBoundaries", "sessionPolicies"])
  func anyDenyDecides(place: String) throws {
    var members: [(String, JSON)] = [
      ("identityPolicies", [allow]), ("permissionBoundaries", [allow]), ("sessionPolicies", [allow]),
      ("resourcePolicy", grant(ann)),
    ]
    #expect(try judged(members).outcome == .allowed)
    members.append((place, [allow, deny]))
    #expect(try judged(members).outcome == .explicitlyDenied)
  }

  @Test func denyOfTheResourceDecides() throws {
    let denying = policy(statement("Allow", ("Principal", "*")), statement("Deny", ("Principal", ["AWS": .string(ann)])))
    #expect(try outcome(("identityPolicies", allow), ("resourcePolicy", denying)) == .explicitlyDenied)
  }

  /// In one account, who is named decides what limits the grant of a resource policy.
  @Test(arguments: [
    // Named, caller, alone, with a boundary that does not allow, with a session policy that does not allow.
    (ann, ann, true, true, true), (session, session, true, true, true), ("*", ann, true, true, true),
    ("*", session, true, true, true),
    (role, session, true, false, false), (role, role, true, false, false), ("111122223333", ann, false, false, false),
    ("arn:aws:iam::111122223333:root", session, false, false, false), ("444455556666", ann, false, false, false),
    ("arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:root", true, true, true),
    ("arn:aws:sts::111122223333:federated-user/ann", "arn:aws:sts::111122223333:federated-user/ann", true, true, true),
  ])
  func resourcePolicyOfOneAccount(named: String, caller: String, alone: Bool, bounded: Bool, inSession: Bool) throws {
    func isAllowed(_ members: (String, JSON)...) throws -> Bool {
      try judged([("principal", .string(caller)), ("resourcePolicy", grant(named))] + members).outcome == .allowed
    }
    #expect(try isAllowed() == alone)
    #expect(try isAllowed(("permissionBoundaries", other)) == bounded)
    #expect(try isAllowed(("sessionPolicies", other)) == inSession)
    #expect(try isAllowed(("identityPolicies", allow)))
  }

  @Test func nearestGrantCounts() throws {
    let both = policy(
      statement("Allow", ("Principal", ["AWS": .string(role)])), statement("Allow", ("Principal", ["AWS": .string(session)])))
    #expect(try outcome(("principal", .string(session)), ("resourcePolicy", both), ("sessionPolicies", other)) == .allowed)
  }

  /// Across accounts both must allow, and limits limit whoever is named.
  @Test func acrossAccounts() throws {
    let abroad: (String, JSON) = ("resourceAccount", "444455556666")
    #expect(try outcome(abroad, ("identityPolicies", allow)) == .implicitlyDenied)
    #expect(try outcome(abroad, ("resourcePolicy", grant(ann))) == .implicitlyDenied)
    #expect(try outcome(abroad, ("identityPolicies", allow), ("resourcePolicy", grant(ann))) == .allowed)
    #expect(try outcome(abroad, ("identityPolicies", allow), ("resourcePolicy", grant("111122223333"))) == .allowed)
    #expect(
      try outcome(abroad, ("identityPolicies", allow), ("resourcePolicy", grant(ann)), ("permissionBoundaries", other))
        == .implicitlyDenied)
  }

  @Test func boundariesAndSessions() throws {
    #expect(try outcome(("identityPolicies", allow), ("permissionBoundaries", other)) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", allow), ("permissionBoundaries", [allow, other])) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", allow), ("sessionPolicies", other)) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", allow), ("sessionPolicies", [allow, other])) == .allowed)
    #expect(try outcome(("permissionBoundaries", allow), ("sessionPolicies", allow)) == .implicitlyDenied)
  }

  @Test func actionsAndResources() throws {
    func isAllowed(_ members: (String, JSON)...) throws -> Bool {
      try outcome(("identityPolicies", policy(.object([("Effect", "Allow")] + members)))) == .allowed
    }
    #expect(try isAllowed(("Action", "CONNECT:delete*"), ("Resource", .string(queue))))
    #expect(try !isAllowed(("Action", "connect:Delete?"), ("Resource", "*")))
    #expect(try isAllowed(("NotAction", ["s3:*", "iam:*"]), ("Resource", "*")))
    #expect(try !isAllowed(("NotAction", ["s3:*", "connect:*"]), ("Resource", "*")))
    #expect(try !isAllowed(("Action", "*"), ("Resource", .string(queue.uppercased()))))
    #expect(try isAllowed(("Action", "*"), ("NotResource", "arn:aws:s3:::*")))
    #expect(try !isAllowed(("Action", "*"), ("NotResource", ["arn:aws:s3:::*", "arn:aws:connect:*"])))
  }

  @Test func reasonsNameTheStatement() throws {
    let named = policy(statement("Deny", ("Sid", "NoQueues")))
    #expect(try judged([("identityPolicies", named)]).reasons == ["denied by NoQueues of the identity policy"])
    let condition: JSON = ["Bool": ["aws:SecureTransport": "true"]]
    let lacking = try judged([("identityPolicies", policy(statement("Allow", ("Sid", "Tls"), ("Condition", condition))))])
    #expect(lacking.reasons.first?.hasSuffix("Tls would, but its condition Bool aws:SecureTransport does not hold") == true)
  }
}
