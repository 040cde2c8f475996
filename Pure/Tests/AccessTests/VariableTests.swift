import Access
import Testing
import Vocabulary

/// "Variables and tags", IAM User Guide.
@Suite struct VariableTests {
  private func allows(_ pattern: String, _ resource: String, _ context: JSON = [:]) throws -> Bool {
    let allowing = policy(["Effect": "Allow", "Action": "*", "Resource": .string(pattern)])
    return try outcome(("identityPolicies", allowing), ("resource", .string(resource)), ("context", context)) == .allowed
  }

  @Test func resources() throws {
    let home = "arn:aws:s3:::b/${aws:username}/*"
    #expect(try allows(home, "arn:aws:s3:::b/ann/x"))
    #expect(try !allows(home, "arn:aws:s3:::b/bob/x"))
    #expect(try allows("arn:aws:s3:::b/${AWS:principaltag/TEAM}", "arn:aws:s3:::b/sales", ["aws:PrincipalTag/Team": "sales"]))
  }

  /// What a variable holds is never a wildcard.
  @Test func valuesAreLiteral() throws {
    let context: JSON = ["aws:PrincipalTag/Team": "*"]
    #expect(try !allows("arn:aws:s3:::${aws:PrincipalTag/Team}", "arn:aws:s3:::b", context))
    #expect(try allows("arn:aws:s3:::${aws:PrincipalTag/Team}", "arn:aws:s3:::*", context))
    #expect(try !holds(#"{"StringLike": {"k": "${aws:PrincipalTag/Team}"}}"#, #"{"k": "x", "aws:PrincipalTag/Team": "*"}"#))
    #expect(try !holds(#"{"ArnLike": {"k": "arn:aws:s3:::${t}"}}"#, #"{"k": "arn:aws:s3:::x", "t": "*"}"#))
  }

  @Test func charactersThatAreSpecial() throws {
    #expect(try allows("arn:aws:s3:::a${*}b", "arn:aws:s3:::a*b"))
    #expect(try !allows("arn:aws:s3:::a${*}b", "arn:aws:s3:::axb"))
    #expect(try allows("arn:aws:s3:::a${?}${$}", "arn:aws:s3:::a?$"))
    #expect(try allows("arn:aws:s3:::${", "arn:aws:s3:::${"))
  }

  @Test func defaults() throws {
    let pattern = "arn:aws:s3:::${aws:PrincipalTag/Team, 'sales'}"
    #expect(try allows(pattern, "arn:aws:s3:::sales"))
    #expect(try allows(pattern, "arn:aws:s3:::sales", ["aws:PrincipalTag/Team": []]))
    #expect(try !allows(pattern, "arn:aws:s3:::sales", ["aws:PrincipalTag/Team": "support"]))
    #expect(try !allows(pattern, "arn:aws:s3:::sales", ["aws:PrincipalTag/Team": ["sales", "support"]]))
  }

  /// A variable without a value equals nothing, so that operators that are not negated fail and negated ones hold.
  @Test func withoutValue() throws {
    #expect(try !allows("arn:aws:s3:::${nothing}", "arn:aws:s3:::"))
    #expect(try !holds(#"{"StringEquals": {"k": "${nothing}"}}"#, #"{"k": ""}"#))
    #expect(try holds(#"{"StringNotEquals": {"k": "${nothing}"}}"#, #"{"k": ""}"#))
    let denying = policy(statement("Allow"), ["Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::${nothing}"])
    #expect(try outcome(("identityPolicies", denying)) == .explicitlyDenied)
  }

  @Test(arguments: ["2008-10-17", nil])
  func olderPoliciesHaveNone(version: String?) throws {
    let allowing: JSON = ["Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${aws:username}"]
    var members: [(String, JSON)] = [("Statement", allowing)]
    if let version { members.append(("Version", .string(version))) }
    #expect(try outcome(("identityPolicies", .object(members)), ("resource", "arn:aws:s3:::ann")) == .implicitlyDenied)
    #expect(try outcome(("identityPolicies", .object(members)), ("resource", "arn:aws:s3:::${aws:username}")) == .allowed)
  }

  @Test func inConditions() throws {
    let context = #"{"aws:ResourceTag/Team": "Sales", "aws:PrincipalTag/Team": "Sales"}"#
    #expect(try holds(#"{"StringEquals": {"aws:ResourceTag/Team": "${aws:PrincipalTag/Team}"}}"#, context))
    #expect(try holds(#"{"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/${aws:username}"}}"#))
  }
}
