import CallerRules
import Testing
import Vocabulary

private let start = Moment(seconds: 1_800_000_000)
private let caller = "+441632960011"

private func rule(_ id: String, _ subject: CallerRule.Subject, _ verdict: CallerRule.Verdict) -> CallerRule {
  CallerRule(id: id, subject: subject, verdict: verdict)
}

private func decision(_ rules: [CallerRule], on caller: String?) -> CallerDecision {
  var rules = CallerRules(rules)
  return rules.decide(on: caller, at: start)
}

struct CallerRulesTests {
  @Test func withoutARuleEverybodyMayCall() {
    for caller in [nil, caller, "nonsense", ""] {
      let decision = decision([], on: caller)
      #expect(decision.verdict == .allow && decision.hits.isEmpty && decision.tags.isEmpty)
    }
  }

  @Test func eachSubjectMeetsItsCallersAndNoOther() {
    let cases: [(CallerRule.Subject, meets: [String?], misses: [String?])] = [
      (.exact(caller), [caller], [nil, "+441632960012", "+4416329600110", "441632960011"]),
      (.prefix("+44163"), [caller], [nil, "+44201234567", "+4416"]),
      (.country("GB"), [caller], [nil, "+12125550100", "+441534123456"]),
      (.withheld, [nil], [caller, "", "anonymous"]),
      (.invalid, ["", "anonymous", "01632960011", "+11125550100"], [nil, caller]),
    ]
    for (subject, meets, misses) in cases {
      let rules = [rule("r", subject, .reject(status: 603))]
      for caller in meets {
        #expect(decision(rules, on: caller).verdict == .reject(status: 603), "\(subject) \(caller ?? "nil")")
      }
      for caller in misses { #expect(decision(rules, on: caller).verdict == .allow, "\(subject) \(caller ?? "nil")") }
    }
  }

  @Test func theMostSpecificDecides() {
    let ladder: [CallerRule] = [
      rule("rate", .rate(callsMax: 1, seconds: 60), .reject(status: 608)), rule("country", .country("GB"), .reject(status: 603)),
      rule("short", .prefix("+44"), .allow), rule("long", .prefix("+44163"), .reject(status: 607)),
      rule("exact", .exact(caller), .flow(instanceID: "i", contactFlowID: "f")),
    ]
    for (index, expected) in ladder.enumerated().dropFirst() {
      #expect(decision(Array(ladder[...index].reversed()), on: caller).hits == [expected.id])
    }
    let tie = [rule("a", .exact(caller), .reject(status: 603)), rule("b", .exact(caller), .allow)]
    #expect(decision(tie, on: caller).verdict == .allow)
  }

  @Test func tagsAreGivenBesideAVerdict() {
    let rules = [
      rule("1", .country("GB"), .tag("home")), rule("2", .exact(caller), .tag("vip")), rule("3", .prefix("+44"), .tag("home")),
      rule("4", .prefix("+44163"), .reject(status: 603)),
    ]
    let decision = decision(rules, on: caller)
    #expect(
      decision.tags == ["home", "vip"] && decision.verdict == .reject(status: 603) && decision.hits == ["1", "2", "3", "4"])
  }

  @Test func aRateCountsEachCallerForItselfAndForgets() {
    var rules = CallerRules([rule("r", .rate(callsMax: 2, seconds: 60), .reject(status: 603))])
    func refused(_ caller: String?, after seconds: Int64) -> Bool {
      rules.decide(on: caller, at: start.adding(seconds: seconds)).verdict != .allow
    }
    #expect(!refused(caller, after: 0) && !refused(caller, after: 1) && refused(caller, after: 2))
    #expect(!refused("+441632960012", after: 2) && !refused(nil, after: 2))
    #expect(refused(caller, after: 59) && !refused(caller, after: 60))
    // Rules that are read anew do not let a caller begin anew.
    _ = refused(caller, after: 61)
    rules.replace([rule("r", .rate(callsMax: 2, seconds: 60), .reject(status: 603)), rule("x", .withheld, .allow)])
    #expect(refused(caller, after: 62))
  }

  @Test func strangersDoNotFillTheMemory() {
    var rules = CallerRules([rule("r", .rate(callsMax: 1, seconds: 60), .reject(status: 603))])
    for number in 0..<(CallerRules.countedMax + 500) { _ = rules.decide(on: "+4416\(number)", at: start) }
    #expect(rules.countedCallers == CallerRules.countedMax)
    // Those who are counted stay so, and room comes back with time.
    #expect(rules.decide(on: "+44160", at: start).verdict == .reject(status: 603))
    _ = rules.decide(on: caller, at: start.adding(seconds: 61))
    #expect(rules.countedCallers == 1)
  }

  @Test(arguments: [
    ("exact", "+441632960011", true), ("exact", "01632", false), ("prefix", "+4", true), ("prefix", "+", false),
    ("prefix", "44", false),
    ("country", "GB", true), ("country", "gb", false), ("withheld", "", true), ("withheld", "x", false), ("invalid", "", true),
    ("rate", "3/60", true), ("rate", "0/60", false), ("rate", "3/86401", false), ("rate", "3", false), ("rate", "3/60/1", false),
    ("all", "", false),
  ])
  func wordsAreReadOrRefused(_ word: String, _ value: String, _ isRead: Bool) {
    #expect((CallerRule.Subject(word: word, value: value) != nil) == isRead)
  }

  @Test(arguments: [
    ("allow", "", true), ("allow", "x", false), ("reject", "603", true), ("reject", "607", true), ("reject", "608", true),
    ("reject", "486", false), ("reject", "200", false), ("flow", "i/f", true), ("flow", "f", false), ("tag", "vip", true),
    ("tag", "", false),
  ])
  func verdictsAreReadOrRefused(_ word: String, _ argument: String, _ isRead: Bool) {
    #expect((CallerRule.Verdict(word: word, argument: argument) != nil) == isRead)
  }
}
