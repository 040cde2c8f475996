import CallerRules
import Testing
import Vocabulary

/// Random rules and callers, against the rule of the README said plainly: whatever order the rules come in.
struct AgainstPlainRules {
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private static let callers: [String?] = [
    nil, "", "anonymous", "+441632960011", "+441632960012", "+442012345678", "+12125550100", "+44",
  ]
  private static let subjects: [CallerRule.Subject] = [
    .exact("+441632960011"), .exact("+12125550100"), .prefix("+44"), .prefix("+441632"), .prefix("+1"), .country("GB"),
    .country("US"), .withheld, .invalid,
  ]
  private static let verdicts: [CallerRule.Verdict] = [
    .allow, .reject(status: 603), .reject(status: 607), .flow(instanceID: "i", contactFlowID: "f"), .tag("a"), .tag("b"),
  ]

  /// Ranks by hand, from the README: whole number, longest prefix, country, withheld or invalid.
  private func plain(_ rules: [CallerRule], _ caller: String?) -> CallerRule.Verdict {
    func rank(_ rule: CallerRule) -> Int? {
      switch rule.subject {
      case .exact(let number): caller == number ? 5_000 : nil
      case .prefix(let text): caller?.hasPrefix(text) == true && caller != "" ? 1_000 + text.count : nil
      case .country("GB"): caller?.hasPrefix("+44") == true ? 500 : nil
      case .country: caller?.hasPrefix("+1") == true ? 500 : nil
      case .withheld: caller == nil ? 100 : nil
      case .invalid: ["", "anonymous", "+44"].contains(caller) ? 100 : nil
      case .rate: nil
      }
    }
    let deciding = rules.filter { if case .tag = $0.verdict { false } else { rank($0) != nil } }
    let best = deciding.compactMap(rank).max()
    let among = deciding.filter { rank($0) == best }
    return among.first { $0.verdict == .allow }?.verdict ?? among.min { $0.id < $1.id }?.verdict ?? .allow
  }

  @Test func decideTheSame() {
    let seed: UInt64 = 20_261_128
    var random = Seeded(state: seed)
    var refusals = 0
    for round in 0..<3_000 {
      let rules = (0..<Int.random(in: 0...6, using: &random)).map { number in
        CallerRule(
          id: "\(number)", subject: Self.subjects.randomElement(using: &random) ?? .withheld,
          verdict: Self.verdicts.randomElement(using: &random) ?? .allow)
      }
      let caller = Self.callers.randomElement(using: &random) ?? nil
      var engine = CallerRules(rules.shuffled(using: &random))
      let decision = engine.decide(on: caller, at: Moment(seconds: 0))
      #expect(decision.verdict == plain(rules, caller), "seed \(seed), round \(round): \(rules) \(caller ?? "nil")")
      if decision.verdict != .allow { refusals += 1 }
    }
    // Neither side says the same of everything.
    #expect((500...2_500).contains(refusals))
  }
}
