import FlowEngine
import FlowLanguage
import Vocabulary

/// Runs of one real flow in which whatever may differ does: what the customer presses, what functions and bots answer, what the
/// contact brings along, and what has been deleted since the flow was published.
struct BranchExploration {
  private let channel: ContactChannel
  private(set) var taken: Set<String> = []
  private let flow: RunnableFlow
  private let words: FlowWords
  /// Runs that took a branch which none before them had taken, as they stood before each event: others go on from there in their
  /// own way. A run is a matter of values, so that what they have in common need not be done again.
  private var kept: [[Standing]] = []

  private struct Standing {
    var play: Play
    var surroundings: ChangedSurroundings
    var events: ExploringEvents

    mutating func take(_ event: FlowEvent) {
      var new: [FlowEffect] = []
      play.execution.handle(
        event, context: &play.context, in: surroundings, at: play.now, entropy: &play.entropy, into: &new)
      play.effects += new
    }
  }

  init(of acts: [Act], on channel: ContactChannel) {
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

  mutating func run(seed: UInt64) {
    var (before, effectsKnown) = beginning(seed)
    var standing = before.removeLast()
    while before.count < 80, !standing.play.execution.isFinished {
      before.append(standing)
      standing.take(standing.events.next(for: standing.play))
    }
    if before.isEmpty { before = [standing] }
    let passed = branches(in: standing.play.effects[effectsKnown...])
    if !passed.isSubset(of: taken) { kept.append(before) }
    taken.formUnion(passed)
  }

  private func branches(in effects: ArraySlice<FlowEffect>) -> Set<String> {
    let log = effects.compactMap { if case .log(let entry) = $0 { entry.json } else { nil } }
    return Set(log.compactMap { $0["Identifier"]?.string }.filter { $0.contains("|") })
  }

  /// As far as an earlier run went before some event, or a contact that has just come to the flow; from there on, what happens
  /// comes from the seed. The branches of the first `effectsKnown` effects are taken already.
  private func beginning(_ seed: UInt64) -> (before: [Standing], effectsKnown: Int) {
    var entropy = SeededEntropy(seed: seed)
    if !kept.isEmpty, entropy.below(4) > 0 {
      let model = entropy.pick(entropy.below(2) == 0 ? kept : Array(kept.suffix(12)))
      let last = entropy.below(model.count)
      var beginning = Array(model[...last])
      beginning[last].events.entropy = SeededEntropy(seed: seed)
      beginning[last].surroundings.seed = seed
      return (beginning, beginning[last].play.effects.count)
    }
    entropy = SeededEntropy(seed: seed)
    let play = Play(flow, in: TestSurroundings(), words.context(on: channel, &entropy))
    let surroundings = ChangedSurroundings(flow: flow, seed: seed)
    var standing = Standing(play: play, surroundings: surroundings, events: ExploringEvents(words: words, entropy: entropy))
    standing.take(.started)
    return ([standing], 0)
  }
}

extension Act {
  var branches: [(String, String)] {
    (next.map { [("next", $0)] } ?? []) + conditions.enumerated().map { ("if \($0)", $1.1) } + errors
  }
}
