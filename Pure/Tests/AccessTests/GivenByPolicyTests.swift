import Access
import Testing
import Vocabulary

/// What a policy gives that the one before it did not: grants that are new, and denials that are gone.
@Suite struct GivenByPolicyTests {
  private static let uses = ["kms:Decrypt", "kms:PutKeyPolicy"]
  private static let eve = "arn:aws:iam::111122223333:user/eve"
  private static let all = statement("Allow", "111122223333", "kms:*")

  private static func statement(_ effect: JSON, _ who: JSON, _ action: JSON, sid: JSON? = nil) -> JSON {
    var members: [(String, JSON)] = [("Effect", effect), ("Principal", ["AWS": who]), ("Action", action), ("Resource", "*")]
    if let sid { members.insert(("Sid", sid), at: 0) }
    return .object(members)
  }

  private func given(_ old: [JSON], _ new: [JSON], versions: (JSON, JSON) = ("2012-10-17", "2012-10-17")) throws -> GivenByPolicy
  {
    try GivenByPolicy(
      from: ["Version": versions.0, "Statement": .array(old)], to: ["Version": versions.1, "Statement": .array(new)])
  }

  @Test func whatNarrowsGivesNothing() throws {
    let deny = Self.statement("Deny", "*", "kms:Decrypt")
    #expect(try !given([Self.all], [Self.all]).concerns(Self.uses))
    #expect(try !given([Self.all], [Self.all, deny]).concerns(Self.uses))
    #expect(try !given([Self.all, deny], [deny]).concerns(Self.uses))
    #expect(try !given([Self.all], [Self.statement("Allow", "111122223333", "kms:*", sid: "Renamed")]).concerns(Self.uses))
    // The control.
    #expect(try given([], [Self.all]).concerns(Self.uses))
  }

  @Test func aDenialThatGoesGives() throws {
    let deny = Self.statement("Deny", .string(Self.eve), "kms:Decrypt")
    let given = try given([Self.all, deny], [Self.all])
    let (eve, ann) = (Principal(arn: Self.eve), Principal(arn: "arn:aws:iam::111122223333:user/ann"))
    #expect(given.concerns(Self.uses) && given.isLeft(toPoliciesOf: eve, for: Self.uses))
    #expect(!given.names(eve, for: Self.uses) && !given.isLeft(toPoliciesOf: ann, for: Self.uses))
    let allow = Self.statement("Allow", .string(Self.eve), "kms:Decrypt")
    #expect(try self.given([allow, deny], [allow]).names(eve, for: Self.uses))
  }

  @Test func aConditionThatGoesGives() throws {
    let bound: JSON = [
      "Effect": "Allow", "Principal": ["AWS": .string(Self.eve)], "Action": "kms:Decrypt", "Resource": "*",
      "Condition": ["Null": ["aws:PrincipalTag/purpose": "false"]],
    ]
    let free = Self.statement("Allow", .string(Self.eve), "kms:Decrypt")
    #expect(try given([bound], [free]).concerns(Self.uses) && given([free], [bound]).concerns(Self.uses))
  }

  @Test func whoIsMeant() throws {
    let eve = Principal(arn: Self.eve)
    #expect(try given([], [Self.statement("Allow", "*", "kms:Decrypt")]).names(eve, for: Self.uses))
    #expect(try given([], [Self.statement("Allow", .string(Self.eve), "kms:Dec*")]).names(eve, for: Self.uses))
    let delegated = try given([], [Self.all])
    #expect(!delegated.names(eve, for: Self.uses) && delegated.isLeft(toPoliciesOf: eve, for: Self.uses))
    #expect(!delegated.isLeft(toPoliciesOf: Principal(arn: "arn:aws:iam::999900001111:user/eve"), for: Self.uses))
  }

  @Test func whatIsAboutSomethingElseGivesNothing() throws {
    #expect(try !given([], [Self.statement("Allow", "*", ["kms:DescribeKey", "kms:List*"])]).concerns(Self.uses))
    let rest: JSON = ["Effect": "Allow", "Principal": "*", "NotAction": "kms:DescribeKey", "Resource": "*"]
    #expect(try given([], [rest]).concerns(Self.uses))
  }

  @Test func anotherVersionAndAnotherThanAPolicyCompareToNothing() throws {
    #expect(try given([Self.all], [Self.all], versions: ("2008-10-17", "2012-10-17")).concerns(Self.uses))
    #expect(try GivenByPolicy(from: [:], to: ["Statement": .array([Self.all])]).concerns(Self.uses))
    #expect(throws: PolicyProblem.self) { try GivenByPolicy(from: [:], to: [:]) }
  }
}
