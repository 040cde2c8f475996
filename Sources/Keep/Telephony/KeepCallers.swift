import CallerRules
import Link
package import Vocabulary

/// Rules about who may call. A caller's number identifies a customer: it is neither in the ledger nor unencrypted on disk.
extension KeepProcess {
  /// Makes a rule.
  /// - Parameters:
  ///   - subject: `exact`, `prefix`, `country`, `withheld`, `invalid` or `rate`.
  ///   - value: what the subject is of; empty where it says it all.
  ///   - verdict: `allow`, `reject`, `flow` or `tag`.
  ///   - argument: what the verdict is with.
  /// - Returns: its id.
  /// - Throws: TelephonyProblem.
  package func addCallerRule(subject: String, value: String, verdict: String, argument: String) async throws -> String {
    let rule = StoredCallerRule(
      id: "caller-\(configuration.newID().suffix(8))", subject: subject, value: value, verdict: verdict, argument: argument)
    try Self.check(rule)
    try await add(
      [rule], verdict == "allow" ? "AllowCaller" : "BlockCaller",
      [
        "ruleId": .string(rule.id), "subject": .string(subject), "verdict": .string(verdict),
        "argument": verdict == "tag" ? .null : .string(argument),
      ])
    return rule.id
  }

  package func listCallerRules() async throws -> [JSON] { try await telephony.all(StoredCallerRule.self).map(\.json) }

  /// - Returns: whether there was one.
  package func removeCallerRule(_ id: String) async throws -> Bool {
    try await remove(StoredCallerRule.self, id, "RemoveCallerRule", ["ruleId": .string(id)])
  }

  private static func check(_ rule: StoredCallerRule) throws {
    guard CallerRule.Subject(word: rule.subject, value: rule.value) != nil else {
      throw TelephonyProblem(.invalid, subjects[rule.subject] ?? "\(rule.subject) is no subject of a rule")
    }
    guard CallerRule.Verdict(word: rule.verdict, argument: rule.argument) != nil else {
      throw TelephonyProblem(
        .invalid, "a call is allowed, rejected with 603, 607 or 608, led to INSTANCE/FLOW, or tagged with a word")
    }
    if rule.subject == "rate", rule.verdict == "allow" {
      throw TelephonyProblem(.invalid, "a rate limits: it cannot allow")
    }
  }

  private static let subjects = [
    "exact": "a number has its E.164 form, such as +441632960011", "prefix": "a prefix is a plus sign and 1 to 15 digits",
    "country": "a country has two capital letters, such as GB",
    "rate": "a rate is CALLS/SECONDS: 1 to 1000 calls in 1 to 86400 seconds",
  ]
}
