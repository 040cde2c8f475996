import CallerRules
import FuzzEntry
import PhoneNumbers
import Vocabulary

/// Input: rules, one a line, as `SUBJECT VALUE VERDICT ARGUMENT` with tabs between; an empty line; callers, one a line.
@main struct Fuzz: Fuzzer {
  static func check(_ input: [UInt8]) {
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    let given = lines.prefix { !$0.isEmpty }.enumerated().compactMap { rule($0.element, id: "\($0.offset)") }
    var rules = CallerRules(given)
    for (second, caller) in lines.dropFirst(lines.prefix { !$0.isEmpty }.count).enumerated() {
      let (before, now) = (rules, Moment(microseconds: Int64(second) * 1_000_000))
      let decision = rules.decide(on: caller.isEmpty ? nil : caller, at: now)
      check(decision, on: caller, by: given)
      var again = before
      mustHold(again.decide(on: caller.isEmpty ? nil : caller, at: now) == decision, "the same call meets the same decision")
    }
    mustHold(rules.countedCallers <= CallerRules.countedMax, "strangers do not fill the memory")
  }

  private static func rule(_ line: String, id: String) -> CallerRule? {
    let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 4, let subject = CallerRule.Subject(word: words[0], value: words[1]),
      let verdict = CallerRule.Verdict(word: words[2], argument: words[3])
    else { return nil }
    return CallerRule(id: id, subject: subject, verdict: verdict)
  }

  private static func check(_ decision: CallerDecision, on caller: String, by rules: [CallerRule]) {
    let hits = rules.filter { decision.hits.contains($0.id) }
    mustHold(hits.count == decision.hits.count, "what is hit is a rule, once")
    let verdicts = hits.map(\.verdict).filter { if case .tag = $0 { false } else { true } }
    mustHold(verdicts.count <= 1 && decision.verdict == verdicts.first ?? .allow, "one rule at most decides")
    let exact = E164Number(caller).map { CallerRule.Subject.exact($0.text) }
    let isAllowed = rules.contains { $0.subject == exact && $0.verdict == .allow }
    mustHold(!isAllowed || decision.verdict == .allow, "a number that is allowed by name is let in")
  }
}
