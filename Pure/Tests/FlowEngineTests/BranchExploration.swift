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
  /// Runs that took a branch which none before them had taken: others begin like them and then go their own way.
  private var kept: [(turns: [Turn], steps: Int)] = []

  /// From the step on, what happens comes from that seed.
  private struct Turn {
    let step: Int
    let seed: UInt64
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
