import FlowEngine
import FlowLanguage
import Vocabulary

/// What a flow compares with what.
struct FlowWords {
  /// What is compared with each name under a root, in the order of the names. Every run asks for it.
  private var compared: [String: [(name: String, words: [String])]] = [:]
  private(set) var menu: [String] = []
  private(set) var intents: [String] = []

  private static let roots = ["Attributes", "External", "FlowAttributes"]

  init(of acts: [Act]) {
    var byPath: [String: [String]] = [:]
    for act in acts {
      let operands = act.conditions.flatMap { Self.operands(of: $0.0) }
      if act.type == .getParticipantInput { menu += operands }
      if act.type == .connectParticipantWithLexBot { intents += operands }
      for path in Self.paths(in: act.parameters.text) { byPath[path, default: []] += operands }
    }
    let sorted = byPath.sorted { $0.key < $1.key }
    for root in Self.roots {
      let prefix = "$.\(root)."
      compared[root] = sorted.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    }
  }

  /// Paths to attributes, answers of functions and the like.
  private static func paths(in text: String) -> [String] {
    text.matches(of: /\$\.(?:Attributes|External|FlowAttributes)\.[A-Za-z0-9_-]+/).map { String($0.output) }
  }

  private static func operands(of predicate: FlowPredicate) -> [String] {
    switch predicate {
    case .compare(_, let operands): operands
    case .all(let parts), .any(let parts): parts.flatMap(operands)
    case .not(let part): operands(of: part)
    }
  }

  /// A value for each name under that root, or none.
  func values(under root: String, _ entropy: inout SeededEntropy) -> JSON.Object {
    var values = JSON.Object()
    for (name, words) in compared[root] ?? [] {
      let word = entropy.pick(words.isEmpty || entropy.below(4) == 0 ? ["else", "1", "0", "two", ""] : words)
      if entropy.below(12) > 0 { values[name] = .string(word) }
    }
    return values
  }

  /// As long as all that a contact's attributes may hold. It is cut to size, since making it anew for each run is slow.
  private static let filling = String(repeating: "x", count: 32 << 10)

  /// Sometimes with room for some more bytes alone: a contact's attributes have 32 KiB (Connect's quota).
  private func filled(_ values: JSON.Object, _ entropy: inout SeededEntropy) -> JSON.Object {
    var values = values
    let used = values.members.reduce(4) { $0 + $1.name.utf8.count + ($1.value.string ?? "").utf8.count }
    if entropy.below(3) == 0 {
      let filling = Self.filling.utf8.prefix((32 << 10) - used - entropy.below(200))
      values["full"] = .string(String(Substring(filling)))
    }
    return values
  }

  /// A contact as it may come to the flow.
  func context(on channel: ContactChannel, _ entropy: inout SeededEntropy) -> FlowContext {
    var context = FlowContext.test(on: channel)
    context.isFlowLoggingEnabled = true
    if entropy.below(6) == 0 { context.targetQueue = nil }
    context.attributes = filled(values(under: "Attributes", &entropy), &entropy)
    context.flowAttributes = filled(values(under: "FlowAttributes", &entropy), &entropy)
    context.external = values(under: "External", &entropy)
    return context
  }
}
