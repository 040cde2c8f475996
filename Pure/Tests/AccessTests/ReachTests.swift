import Access
import Testing
import Vocabulary

private func policy(_ text: String, as kind: Policy.Kind = .identity) throws -> Policy {
  try Policy.parse(try JSON.parse(#"{"Version": "2012-10-17", "Statement": \#(text)}"#), as: kind)
}

private func set(_ identity: String, boundary: String? = nil) throws -> PolicySet {
  PolicySet(
    identity: [try policy(identity)], resource: nil, boundaries: try boundary.map { [try policy($0, as: .boundary)] } ?? [],
    session: [])
}

/// Numbers that are the same each time (Knuth's generator for 64 bits).
private struct Steps {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % bound
  }

  mutating func text(of pieces: [String], most: Int) -> String {
    (0..<below(most + 1)).map { _ in pieces[below(pieces.count)] }.joined()
  }
}

struct ReachTests {
  @Test(arguments: [
    #"{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::one/thing"}"#,
    #"{"Effect": "Allow", "Action": "S3:get*", "Resource": "*"}"#, #"{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}"#,
    #"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"aws:username": "nobody"}}}"#,
    // What is denied for some is not ruled out.
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::*"}]"#,
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "NotResource": "x"}]"#,
    // What is denied for nothing that there is, by patterns that together match much.
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": ["?", "???"]}]"#,
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": ["?*", ""]}]"#,
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": "${*}"}]"#,
    """
    [{"Effect": "Allow", "Action": "*", "Resource": "*"},
     {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]
    """,
  ]) func whatCouldEverBeAllowedIsReached(_ statement: String) throws { #expect(try set(statement).mayAllow("s3:GetObject")) }

  @Test(arguments: [
    #"{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}"#,
    #"{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}"#,
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*"}]"#,
    #"[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "*", "Resource": ["x", "**"]}]"#,
  ]) func whatNeverCanIsNot(_ statement: String) throws { #expect(try !set(statement).mayAllow("s3:GetObject")) }

  /// Whatever denials there are: what is said to be ruled out is denied on every resource.
  @Test func whatIsRuledOutIsDeniedOnEveryResource() throws {
    var random = Steps(state: 20_261_128)
    var ruledOut = 0
    for _ in 0..<3_000 {
      let patterns = (0...random.below(3)).map { _ in #""\#(random.text(of: ["*", "*", "?", "a", "arn:", "${*}"], most: 3))""# }
      let policies = try set(
        """
        [{"Effect": "Allow", "Action": "*", "Resource": "*"},
         {"Effect": "Deny", "Action": "s3:*", "Resource": [\(patterns.joined(separator: ", "))]}]
        """)
      guard !policies.mayAllow("s3:GetObject") else { continue }
      ruledOut += 1
      for _ in 0..<20 {
        let resource = random.text(of: ["a", "?", "*", "arn:", "\u{1}", "é"], most: 5)
        let decision = AccessQuestion(
          principal: Principal(arn: "arn:aws:iam::111122223333:user/eve"), action: "s3:GetObject", resource: resource,
          resourceAccount: nil, context: Context([:])
        ).decide(policies)
        #expect(decision.outcome == .explicitlyDenied, "\(patterns) on \(resource)")
      }
    }
    #expect(ruledOut > 300)
  }

  @Test func aBoundaryRulesOut() throws {
    let all = #"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#
    #expect(try !set(all, boundary: #"{"Effect": "Allow", "Action": "connect:*", "Resource": "*"}"#).mayAllow("s3:GetObject"))
    #expect(try set(all, boundary: all).mayAllow("s3:GetObject"))
  }

  @Test func aTrustPolicyMeansWhomItNamesInWhateverWay() throws {
    let eve = Principal(arn: "arn:aws:iam::111122223333:user/eve")
    func names(_ principal: String) throws -> Bool {
      try policy(#"{"Effect": "Allow", "Principal": \#(principal), "Action": "sts:AssumeRole"}"#, as: .resource).mayGrant(to: eve)
    }
    #expect(try names(#"{"AWS": "arn:aws:iam::111122223333:user/eve"}"#) && names(#""*""#) && names(#"{"AWS": "111122223333"}"#))
    #expect(try !names(#"{"AWS": "arn:aws:iam::111122223333:user/adam"}"#))
  }

  @Test func anAccountThatIsTrustedGivesNobodyARightByItself() throws {
    let eve = Principal(arn: "arn:aws:iam::111122223333:user/eve")
    func alone(_ principal: String) throws -> Bool {
      try policy(#"{"Effect": "Allow", "Principal": \#(principal), "Action": "sts:AssumeRole"}"#, as: .resource).mayGrantAlone(
        to: eve)
    }
    #expect(try alone(#"{"AWS": "arn:aws:iam::111122223333:user/eve"}"#) && alone(#""*""#))
    #expect(try !alone(#"{"AWS": "111122223333"}"#) && !alone(#"{"AWS": "arn:aws:iam::111122223333:user/adam"}"#))
  }

  @Test func theProposedPolicyAllowsWhatWasUsedAndNoMore() throws {
    var used = UsedRights()
    used.use("connect:ListQueues", at: Moment(seconds: 1))
    used.use("connect:ListQueues", at: Moment(seconds: 9))
    let proposed = PolicySet(
      identity: [try Policy.parse(used.policy, as: .identity)], resource: nil, boundaries: [], session: [])
    #expect(proposed.mayAllow("connect:ListQueues") && !proposed.mayAllow("connect:ListUsers"))
    #expect(used.uses["connect:ListQueues"] == UsedRights.Use(count: 2, last: Moment(seconds: 9)))
    let document = try JSON.parse(#"{"Statement": [{"Effect": "Allow", "Action": ["connect:List*", "s3:*"], "Resource": "*"}]}"#)
    #expect(used.unusedPatterns(of: document) == ["s3:*"])
  }
}
