import Access
import Testing
import Vocabulary

/// What a case leaves out follows from its principal.
@Suite struct AccessCaseTests {
  private func context(_ principal: JSON, _ context: JSON = [:]) throws -> Context {
    let members: [(String, JSON)] = [("principal", principal), ("action", "a:b"), ("resource", "*"), ("context", context)]
    return try AccessCase.parse(.object(members)).question.context
  }

  @Test func keysOfThePrincipal() throws {
    let user = try context("arn:aws:iam::111122223333:user/desk/ann")
    #expect(user["aws:username"] == ["ann"])
    #expect(user["AWS:PRINCIPALACCOUNT"] == ["111122223333"])
    #expect(try context(.string(session))["aws:PrincipalArn"] == [role])
    #expect(try context(.string(session))["aws:username"] == nil)
    #expect(try context(.string(ann), ["aws:PrincipalArn": "other"])["aws:PrincipalArn"] == ["other"])
    #expect(try context(["Service": "connect.amazonaws.com"])["aws:PrincipalArn"] == nil)
    #expect(try context("111122223333")["aws:PrincipalArn"] == ["arn:aws:iam::111122223333:root"])
  }

  @Test func valuesMayBeNumbersAndBooleans() throws {
    let given = try context(.string(ann), ["n": 5, "b": true, "l": ["x", 1], "e": []])
    #expect(given["n"] == ["5"])
    #expect(given["b"] == ["true"])
    #expect(given["l"] == ["x", "1"])
    #expect(given["e"] == [])
  }

  /// Keys that differ in case alone are one, whatever the order of a dictionary.
  @Test func keysOfTwoSpellings() { #expect(Context(["k": ["b"], "K": ["a"]])["k"] == ["a", "b"]) }

  @Test func policiesAsText() throws {
    let text = policy(statement("Allow")).text
    #expect(try outcome(("identityPolicies", .string(text))) == .allowed)
    #expect(throws: PolicyProblem.self) { try outcome(("identityPolicies", "{")) }
  }

  @Test(arguments: ["principal", "action", "resource"])
  func whatIsRequired(name: String) throws {
    let members: [(String, JSON)] = [("principal", .string(ann)), ("action", "a:b"), ("resource", "*")].filter { $0.0 != name }
    #expect(throws: PolicyProblem.self) { try AccessCase.parse(.object(members)) }
    #expect(throws: PolicyProblem.self) { try AccessCase.parse(.object(members + [(name, "*"), ("resourcePolicies", [])])) }
  }
}
