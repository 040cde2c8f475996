import Access
import Testing
import Vocabulary

/// Principal and NotPrincipal of resource policies, judged across accounts, where the identity policy allows all.
@Suite struct PrincipalTests {
  private func names(_ principal: JSON, _ who: JSON) throws -> Bool {
    let granting = policy(statement("Allow", ("Principal", principal)))
    let identity: JSON = who.string == nil ? [] : policy(statement("Allow"))
    return try outcome(
      ("principal", who), ("resourceAccount", "444455556666"), ("identityPolicies", identity), ("resourcePolicy", granting))
      == .allowed
  }

  @Test func kinds() throws {
    #expect(try names("*", .string(ann)))
    #expect(try names(["AWS": "*"], .string(ann)))
    #expect(try names(["AWS": .string(ann)], .string(ann)))
    #expect(try !names(["AWS": "arn:aws:iam::111122223333:user/Ann"], .string(ann)))
    #expect(try names(["AWS": "111122223333"], .string(session)))
    #expect(try names(["AWS": "arn:aws:iam::111122223333:root"], .string(ann)))
    #expect(try !names(["AWS": "444455556666"], .string(ann)))
    #expect(try names(["AWS": .string(role)], .string(session)))
    #expect(try !names(["AWS": .string(session)], .string(role)))
    #expect(try names(["Service": "connect.amazonaws.com", "AWS": .strings([role, ann])], .string(ann)))
    #expect(try names(["Service": "connect.amazonaws.com"], ["Service": "connect.amazonaws.com"]))
    #expect(try !names(["Federated": "connect.amazonaws.com"], ["Service": "connect.amazonaws.com"]))
    #expect(try names(["Federated": "accounts.example.com"], ["Federated": "accounts.example.com"]))
    #expect(try names(["CanonicalUser": "79a5"], ["CanonicalUser": "79a5"]))
    #expect(try names("*", ["Service": "connect.amazonaws.com"]))
  }

  private func isSpared(_ principal: JSON, _ who: String, boundary: Bool = false) throws -> Bool {
    let denying = policy(statement("Deny", ("NotPrincipal", principal)))
    return try outcome(
      ("principal", .string(who)), ("identityPolicies", policy(statement("Allow"))), ("resourcePolicy", denying),
      ("permissionBoundaries", boundary ? policy(statement("Allow")) : [])) == .allowed
  }

  /// "When you use NotPrincipal with Deny, you must also specify the account ARN of the not-denied principal", and a role's.
  @Test func notPrincipal() throws {
    let root = "arn:aws:iam::111122223333:root"
    #expect(try isSpared(["AWS": .strings([ann, root])], ann))
    #expect(try isSpared(["AWS": .strings([ann, "111122223333"])], ann))
    #expect(try !isSpared(["AWS": .string(ann)], ann))
    #expect(try !isSpared(["AWS": .string(root)], ann))
    #expect(try !isSpared(["AWS": .strings([ann, root])], "arn:aws:iam::111122223333:user/bob"))
    #expect(try isSpared(["AWS": .strings([session, role, root])], session))
    #expect(try !isSpared(["AWS": .strings([session, root])], session))
    #expect(try !isSpared(["AWS": .strings([role, root])], session))
    #expect(try isSpared(["AWS": .strings([role, root])], role))
    #expect(try isSpared(["AWS": .string(root)], root))
    #expect(try isSpared("*", ann))
  }

  /// "NotPrincipal with a Deny effect will always deny any IAM principal that has a permissions boundary policy attached".
  @Test func notPrincipalAndBoundary() throws {
    #expect(try !isSpared(["AWS": .strings([ann, "111122223333"])], ann, boundary: true))
  }

  @Test func notPrincipalAndService() throws {
    let denying = policy(
      statement("Allow", ("Principal", "*")), statement("Deny", ("NotPrincipal", ["Service": "a.amazonaws.com"])))
    #expect(try outcome(("principal", ["Service": "a.amazonaws.com"]), ("resourcePolicy", denying)) == .allowed)
    #expect(try outcome(("principal", ["Service": "b.amazonaws.com"]), ("resourcePolicy", denying)) == .explicitlyDenied)
  }
}
