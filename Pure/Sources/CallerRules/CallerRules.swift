public import Vocabulary
import PhoneNumbers

/// All rules of a contact centre, and how often callers have called of late.
public struct CallerRules: Sendable {
  /// Callers that are counted at once; of one more there is no count, so that strangers cannot fill the memory.
  public static let countedMax = 10_000

  /// The most specific first; see `isBefore`.
  private let rules: [CallerRule]
  private var counts: [Counted: Window] = [:]

  private struct Counted: Hashable {
    let rule: String
    let caller: String?
  }

  private struct Window {
    let endsAt: Moment
    var calls: Int
  }

  public init(_ rules: [CallerRule] = []) { self.rules = rules.sorted(by: Self.isBefore) }

  /// The same rules' counts go on.
  public mutating func replace(_ rules: [CallerRule]) {
    var successor = CallerRules(rules)
    let ids = Set(rules.map(\.id))
    successor.counts = counts.filter { ids.contains($0.key.rule) }
    self = successor
  }

  /// Decides on a call, and counts it.
  /// - Parameter caller: the number as it was told; nil when it is withheld.
  public mutating func decide(on caller: String?, at now: Moment) -> CallerDecision {
    let number = caller.flatMap(E164Number.init)
    var decided: CallerRule?
    var tags: Set<String> = []
    var hits: [String] = []
    for rule in rules where applies(rule, to: caller, number, at: now) {
      if case .tag(let tag) = rule.verdict {
        tags.insert(tag)
        hits.append(rule.id)
      } else if decided == nil {
        decided = rule
        hits.append(rule.id)
      }
    }
    return CallerDecision(verdict: decided?.verdict ?? .allow, tags: tags.sorted(), hits: hits.sorted())
  }

  private mutating func applies(_ rule: CallerRule, to caller: String?, _ number: E164Number?, at now: Moment) -> Bool {
    switch rule.subject {
    case .exact(let text): number?.text == text
    case .prefix(let text): number?.text.hasPrefix(text) ?? false
    case .country(let country): number?.country == country
    case .withheld: caller == nil
    case .invalid: caller != nil && number?.isPlausible != true
    case .rate(let callsMax, let seconds): count(rule.id, number?.text, seconds: seconds, at: now) > callsMax
    }
  }

  /// How many calls of the caller there were in the window of this one, this one among them. What is told and is no number is of
  /// any length, and never the same twice where somebody means ill.
  private mutating func count(_ rule: String, _ caller: String?, seconds: Int, at now: Moment) -> Int {
    let counted = Counted(rule: rule, caller: caller)
    if var window = counts[counted], window.endsAt > now {
      window.calls = min(window.calls + 1, Int(Int32.max))
      counts[counted] = window
      return window.calls
    }
    if counts.count >= Self.countedMax, counts[counted] == nil {
      counts = counts.filter { $0.value.endsAt > now }
      guard counts.count < Self.countedMax else { return 0 }
    }
    counts[counted] = Window(endsAt: now.adding(seconds: Int64(seconds)), calls: 1)
    return 1
  }

  /// Callers that are counted now.
  public var countedCallers: Int { counts.count }

  private static func isBefore(_ first: CallerRule, _ second: CallerRule) -> Bool {
    let (left, right) = (first.subject.specificity, second.subject.specificity)
    if left != right { return left > right }
    if (first.verdict == .allow) != (second.verdict == .allow) { return first.verdict == .allow }
    return first.id < second.id
  }
}

extension CallerRule.Subject {
  /// A larger number is more specific. A prefix has its own length, which a whole number always exceeds.
  var specificity: Int {
    switch self {
    case .exact: 1_000
    case .prefix(let text): 100 + min(text.utf8.count, 100)
    case .country: 3
    case .withheld, .invalid: 2
    case .rate: 1
    }
  }
}
