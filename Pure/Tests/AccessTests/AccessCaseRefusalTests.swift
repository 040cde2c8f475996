import Access
import Testing
import Vocabulary

/// A case is honoured in full or refused: what it says is never dropped.
@Suite struct AccessCaseRefusalTests {
  private func problem(_ members: (String, JSON)...) -> PolicyProblem? {
    do {
      _ = try judged(members)
      return nil
    } catch { return error as? PolicyProblem }
  }

  @Test func aResourceHasOnePolicy() {
    let open = policy(statement("Allow", ("Principal", "*")))
    let shut = policy(statement("Deny", ("Principal", "*")))
    #expect(problem(("resourcePolicy", [open, shut]))?.path == "resourcePolicy")
    #expect(problem(("resourcePolicy", [shut])) == nil)
  }

  @Test(
    arguments: [
      ["arn": .string(ann), "group": "desk"], ["AWS": .string(ann), "Service": "connect.amazonaws.com"],
      ["account": "111122223333"],
      "ann", "arn:aws:iam", [],
    ] as [JSON])
  func principals(principal: JSON) { #expect(problem(("principal", principal))?.path.hasPrefix("principal") == true) }

  @Test func kindsOfPrincipals() throws {
    let trusting = policy(statement("Allow", ("Principal", ["Service": "connect.amazonaws.com"])))
    let typed: JSON = ["arn": "connect.amazonaws.com", "type": "service", "account": .null]
    #expect(try outcome(("principal", typed), ("resourcePolicy", trusting)) == .allowed)
    let named = policy(statement("Allow", ("Condition", ["StringEquals": ["aws:userid": "AIDA1"]])))
    #expect(try outcome(("principal", ["arn": .string(ann), "userId": "AIDA1"]), ("identityPolicies", named)) == .allowed)
  }

  @Test func ownerOfTheResource() throws {
    let all = policy(statement("Allow"))
    let foreign: JSON = "arn:aws:connect:eu-west-2:999900001111:instance/aa"
    #expect(try outcome(("resource", foreign), ("identityPolicies", all)) == .implicitlyDenied)
    #expect(try outcome(("resource", foreign), ("resourceAccount", "111122223333"), ("identityPolicies", all)) == .allowed)
    #expect(try outcome(("resource", "arn:aws:s3:::recordings/a"), ("identityPolicies", all)) == .allowed)
    #expect(problem(("resourceAccount", "mine"))?.path == "resourceAccount")
  }

  @Test func nullsAreAbsent() throws {
    let absent = policy(statement("Allow", ("Condition", ["Null": ["aws:x": "true"]])))
    #expect(try outcome(("context", ["aws:x": .null]), ("identityPolicies", absent)) == .allowed)
  }

  @Test func emptyValuesAreAnEmptySet() throws {
    let empty = #"{"aws:TagKeys": [""]}"#
    #expect(try holds(#"{"ForAllValues:StringEquals": {"aws:TagKeys": "a"}}"#, empty))
    #expect(try !holds(#"{"ForAnyValue:StringLike": {"aws:TagKeys": "*"}}"#, empty))
    #expect(try holds(#"{"StringLike": {"aws:TagKeys": "*"}}"#, empty))
  }

  @Test func binaryValuesAreBase64() throws {
    #expect(try holds(#"{"BinaryEquals": {"k": "YQ=="}}"#, #"{"k": "YQ=="}"#))
    #expect(try !holds(#"{"BinaryEquals": {"k": "YQ=="}}"#, #"{"k": "YWE="}"#))
    #expect(throws: PolicyProblem.self) { try holds(#"{"BinaryEquals": {"k": "a*"}}"#) }
  }

  @Test func reasonsNameThePolicyAmongSeveral() throws {
    let policies: JSON = [policy(statement("Allow")), policy(statement("Deny"))]
    #expect(try judged([("identityPolicies", policies)]).reasons == ["denied by statement 0 of the identity policy 1"])
  }
}
