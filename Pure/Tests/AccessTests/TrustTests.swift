import Access
import Testing
import Vocabulary

/// Where the resource is a role: its trust policy has to grant, whatever the caller's own policies say.
@Suite struct TrustTests {
  private static let everything: JSON = ["Statement": [["Effect": "Allow", "Action": "*", "Resource": "*"]]]

  private static func trusting(_ who: String, _ effect: String = "Allow") -> JSON {
    ["Statement": [["Effect": .string(effect), "Principal": ["AWS": .string(who)], "Action": "sts:AssumeRole"]]]
  }

  private func outcome(_ trust: JSON, identity: JSON?, boundary: JSON? = nil, needs: Bool = true) throws -> Decision.Outcome {
    let question = AccessQuestion(
      principal: Principal(arn: ann), action: "sts:AssumeRole", resource: role, resourceAccount: nil, context: Context([:]))
    let policies = PolicySet(
      identity: try identity.map { [try Policy.parse($0, as: .identity)] } ?? [],
      resource: try Policy.parse(trust, as: .resource),
      boundaries: try boundary.map { [try Policy.parse($0, as: .boundary)] } ?? [], session: [])
    return question.decide(policies, needsResourceGrant: needs).outcome
  }

  @Test func anIdentityPolicyAloneIsNotEnough() throws {
    let nobody: JSON = ["Statement": []]
    #expect(try outcome(nobody, identity: Self.everything) == .implicitlyDenied)
    #expect(try outcome(Self.trusting(role), identity: Self.everything) == .implicitlyDenied)
    // The control: it is for other resources.
    #expect(try outcome(nobody, identity: Self.everything, needs: false) == .allowed)
  }

  @Test func whoIsNamedNeedsNothingMore() throws {
    #expect(try outcome(Self.trusting(ann), identity: nil) == .allowed)
    #expect(try outcome(Self.trusting("*"), identity: nil) == .allowed)
  }

  @Test func theAccountLeavesItToItsPolicies() throws {
    #expect(try outcome(Self.trusting("111122223333"), identity: nil) == .implicitlyDenied)
    #expect(try outcome(Self.trusting("111122223333"), identity: Self.everything) == .allowed)
  }

  @Test func anExplicitDenialDecides() throws {
    let denying: JSON = ["Statement": [["Effect": "Deny", "Action": "sts:*", "Resource": "*"]]]
    #expect(try outcome(Self.trusting(ann), identity: nil, boundary: denying) == .explicitlyDenied)
    #expect(try outcome(Self.trusting(ann), identity: denying) == .explicitlyDenied)
    #expect(try outcome(Self.trusting(ann, "Deny"), identity: Self.everything) == .explicitlyDenied)
  }
}
