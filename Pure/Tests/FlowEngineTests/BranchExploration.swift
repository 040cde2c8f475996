import FlowEngine
import FlowLanguage
import Vocabulary

/// Runs of one real flow in which whatever may differ does: what the customer presses, what functions and bots answer, what the
/// contact brings along, and what has been deleted since the flow was published.
struct BranchExploration {
  let acts: [Act]
  let channel: ContactChannel
  private(set) var taken: Set<String> = []
  private let flow: RunnableFlow
  private let words: FlowWords

  init(of acts: [Act], on channel: ContactChannel) {
    self.acts = acts
    self.channel = channel
    words = FlowWords(of: acts)
    flow = RunnableFlow("f", Self.probed(acts))
  }

  /// Every transition leads over an action of its own, which the flow log names: `<identifier>|<branch>`.
  private static func probed(_ acts: [Act]) -> [Act] {
    acts.flatMap { act in
      var probed = act
      probed.next = act.next.map { _ in "\(act.id)|next" }
      probed.conditions = act.conditions.enumerated().map { ($1.0, "\(act.id)|if \($0)") }
      probed.errors = act.errors.map { ($0.0, "\(act.id)|\($0.0)") }
      if act.type == .updateFlowLoggingBehavior { probed.parameters = ["FlowLoggingBehavior": "Enabled"] }
      return [probed]
        + act.branches.map { name, target in
          Act(
            id: "\(act.id)|\(name)", type: .updateContactTextToSpeechVoice, parameters: ["TextToSpeechVoice": "Amy"], next: target
          )
        }
    }
  }

  /// Runs that took a branch which none before them had taken: others begin like them and then go their own way.
  private var kept: [(turns: [Turn], steps: Int)] = []

  /// From the step on, what happens comes from that seed.
  private struct Turn {
    let step: Int
    let seed: UInt64
  }

  mutating func run(seed: UInt64) {
    var entropy = SeededEntropy(seed: seed)
    var turns = [Turn(step: 0, seed: seed)]
    if !kept.isEmpty, entropy.below(4) > 0 {
      let model = entropy.pick(entropy.below(2) == 0 ? kept : Array(kept.suffix(12)))
      let turn = Turn(step: 1 + entropy.below(model.steps), seed: seed)
      turns = model.turns.filter { $0.step < turn.step } + [turn]
    }
    let (play, steps) = play(turns)
    let passed = Set(play.log.compactMap { $0["Identifier"]?.string }.filter { $0.contains("|") })
    if !passed.isSubset(of: taken) { kept.append((turns, steps)) }
    taken.formUnion(passed)
  }

  private func play(_ turns: [Turn]) -> (Play, steps: Int) {
    var entropy = SeededEntropy(seed: turns[0].seed)
    var play = Play(flow, in: TestSurroundings(), words.context(on: channel, &entropy))
    var surroundings = ChangedSurroundings(flow: flow, seed: turns[0].seed)
    var events = ExploringEvents(words: words, entropy: entropy)
    step(&play, .started, surroundings)
    var steps = 1
    for count in 1...80 where !play.execution.isFinished {
      steps = count
      if let turn = turns.last(where: { $0.step == count }) {
        events.entropy = SeededEntropy(seed: turn.seed)
        surroundings.seed = turn.seed
      }
      step(&play, events.next(for: play), surroundings)
    }
    return (play, steps)
  }

  private func step(_ play: inout Play, _ event: FlowEvent, _ surroundings: ChangedSurroundings) {
    var new: [FlowEffect] = []
    play.execution.handle(
      event, context: &play.context, in: surroundings, at: play.now, entropy: &play.entropy, into: &new)
    play.effects += new
  }
}

extension Act {
  var branches: [(String, String)] {
    (next.map { [("next", $0)] } ?? []) + conditions.enumerated().map { ("if \($0)", $1.1) } + errors
  }
}

/// What a flow compares with what.
struct FlowWords {
  private(set) var byPath: [String: [String]] = [:]
  private(set) var menu: [String] = []
  private(set) var intents: [String] = []

  init(of acts: [Act]) {
    for act in acts {
      let operands = act.conditions.flatMap { Self.operands(of: $0.0) }
      if act.type == .getParticipantInput { menu += operands }
      if act.type == .connectParticipantWithLexBot { intents += operands }
      for path in Self.paths(in: act.parameters.text) { byPath[path, default: []] += operands }
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
    for (path, words) in byPath.sorted(by: { $0.key < $1.key }) where path.hasPrefix("$.\(root).") {
      let word = entropy.pick(words.isEmpty || entropy.below(4) == 0 ? ["else", "1", "0", "two", ""] : words)
      if entropy.below(12) > 0 { values[String(path.dropFirst(root.count + 3))] = .string(word) }
    }
    return values
  }

  /// Sometimes with room for some more bytes alone.
  private func filled(_ values: JSON.Object, _ entropy: inout SeededEntropy) -> JSON.Object {
    var values = values
    let used = values.members.reduce(4) { $0 + $1.name.utf8.count + ($1.value.string ?? "").utf8.count }
    if entropy.below(3) == 0 { values["full"] = .string(String(repeating: "x", count: 32_768 - used - entropy.below(200))) }
    return values
  }

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

/// An instance in which each thing that a flow names is there or has gone, is open or closed, staffed or not.
struct ChangedSurroundings: FlowSurroundings {
  let flow: RunnableFlow
  var seed: UInt64

  /// Below `bound`, and the same for the same name.
  private func chance(_ name: String, _ bound: Int) -> Int {
    let mixed = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    var entropy = SeededEntropy(seed: mixed)
    return entropy.below(bound)
  }

  private func found<Value>(_ reference: String, _ value: Value) -> Value? {
    chance(reference, seed % 2 == 0 ? 3 : 12) == 0 ? nil : value
  }
  private static let over = RunnableFlow("over", [Act(id: "end", type: .endFlowExecution)])
  private static let back = RunnableFlow("back", [Act(id: "end", type: .endFlowModuleExecution)], type: .module)

  func flow(_ reference: String) -> RunnableFlow? { found(reference, Self.over) }
  func module(_ reference: String) -> RunnableFlow? { found(reference, Self.back) }
  func content(id: String, digest: String) -> RunnableFlow? { [flow, Self.over, Self.back].first { $0.id == id } }
  func queue(_ reference: String) -> TargetQueue? { found(reference, .test(reference)) }
  func agentQueue(_ reference: String) -> TargetQueue? { found(reference, .test(reference)) }
  func isOpen(hours reference: String?, of queue: TargetQueue?) -> Bool? {
    [true, false, true, false, nil][chance("hours \(reference ?? queue?.id ?? "")", 5)]
  }
  func metrics(of queue: TargetQueue, channel: ContactChannel?) -> QueueFigures? {
    var figures = QueueFigures()
    figures.agentsOnline = chance("online \(queue.id)", 2)
    return chance("figures \(queue.id)", 5) == 0 ? nil : figures
  }
  func hasPrompt(_ reference: String) -> Bool { found(reference, true) ?? false }
  func dialability(of number: String) -> Dialability {
    [.dialable, .dialable, .dialable, .dialable, .notANumber, .refused][chance("dial", 6)]
  }
}

/// Answers to what the flow asks, in the flow's own words.
struct ExploringEvents {
  let words: FlowWords
  var entropy: SeededEntropy

  mutating func next(for play: Play) -> FlowEvent {
    guard let asked = play.effects.last(where: { $0.token != nil }) else { return .timerFired(token: play.timer) }
    switch asked {
    case .askInput(let token, _):
      let digits = entropy.pick(words.menu + words.menu + ["9", "441632960123", "1234567", ""])
      return entropy.pick([
        .inputReceived(token: token, digits: digits), .inputReceived(token: token, digits: digits),
        .inputReceived(token: token, digits: digits), .inputReceived(token: token, digits: digits),
        .inputTimedOut(token: token), .presentationFailed(token: token),
      ])
    case .invokeFunction(let token, _):
      let answer = JSON(.object(words.values(under: "External", &entropy)))
      return .functionAnswered(token: token, entropy.below(5) == 0 ? .failed("x") : .answered(answer))
    case .converse(let token, _): return .botAnswered(token: token, botAnswer())
    case .present(let token, _, _, _):
      let said = FlowEvent.messageReceived(contentType: "text/plain", text: "hello")
      return entropy.below(40) == 0 ? .presentationFailed(token: token) : entropy.pick([.presented(token: token), said])
    case .enqueue(let token, _):
      return entropy.pick([
        .enqueued(token: token), .enqueueRefused(token: token, .atCapacity), .enqueueRefused(token: token, .other("x")),
      ])
    case .createCallback(let token, _), .createTask(let token, _):
      return entropy.pick([.created(token: token, contactID: "c2"), .creationFailed(token: token)])
    default: return .timerFired(token: play.timer)
    }
  }

  private mutating func botAnswer() -> BotAnswer {
    let intent = entropy.pick(words.intents + ["FallbackIntent"])
    return entropy.pick([
      .fulfilled(intent: intent, slots: .init(), sessionAttributes: .init(), messages: [], isConfirmed: true), .failed("x"),
    ])
  }
}
