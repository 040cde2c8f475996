import FlowEngine
import FlowLanguage
import Testing
import Vocabulary

/// Random flows with random events: whatever comes, an execution waits or ends, and does the same again from the same seed.
@Suite struct WalkTests {
  private func walk(seed: UInt64, isStored: Bool) -> Play {
    var random = RandomFlow(seed: seed)
    let surroundings = random.surroundings()
    let channel = ContactChannel.allCases[Int(seed % 4)]
    var play = Play(surroundings.flows["f"] ?? RunnableFlow("f", []), in: surroundings, .test(on: channel))
    play.isStored = isStored
    play.context.isFlowLoggingEnabled = seed % 3 == 0
    play.entropy = SeededEntropy(seed: seed)
    var source = RandomEvents(entropy: SeededEntropy(seed: seed &+ 1))
    play.send(.started)
    for _ in 0..<60 where !play.execution.isFinished { play.send(source.next(for: play)) }
    return play
  }

  @Test(arguments: 0..<20)
  func walks(group: UInt64) {
    for seed in group * 100..<(group + 1) * 100 {
      var play = walk(seed: seed, isStored: false)
      play.send(.interrupted)
      #expect(play.execution.isFinished, "seed \(seed)")
      expectTidy(play, seed)
      #expect(play.send(.started).isEmpty && play.send(.timerFired(token: play.timer)).isEmpty)
    }
  }

  /// One ending, and that the last effect; each timer fired or cancelled once at most, and none is left.
  private func expectTidy(_ play: Play, _ seed: UInt64) {
    let endings = play.effects.count { if case .finish = $0 { true } else { false } }
    guard case .finish? = play.effects.last else {
      Issue.record("seed \(seed): something after the end")
      return
    }
    #expect(endings == 1, "seed \(seed)")
    let started = play.effects.compactMap { if case .startTimer(let token, _) = $0 { token } else { nil } }
    let cancelled = play.effects.compactMap { if case .cancelTimer(let token) = $0 { token } else { nil } }
    #expect(Set(cancelled).count == cancelled.count && Set(cancelled).isSubset(of: started), "seed \(seed)")
    let tokens = started + play.effects.compactMap(\.token)
    #expect(Set(tokens).count == tokens.count, "seed \(seed): a token was given twice")
  }

  /// One of the two is written as JSON and read again after each event.
  @Test func theSameSeedDecidesTheSameAndSoDoesAStoredExecution() {
    for seed in 0..<500 as Range<UInt64> {
      let (first, second) = (walk(seed: seed, isStored: false), walk(seed: seed, isStored: true))
      #expect(
        first.effects == second.effects && first.execution == second.execution && first.context == second.context, "seed \(seed)")
    }
  }

  /// The walks would show nothing if they went nowhere.
  @Test func theWalksSeeAllThatAnExecutionCanDo() {
    let plays = (0..<2_500 as Range<UInt64>).map { walk(seed: $0, isStored: false) }
    let effects = Set(plays.flatMap(\.effects).map { Mirror(reflecting: $0).children.first?.label ?? "\($0)" })
    #expect(effects.count >= 22, "\(effects.sorted())")
    #expect(Set(plays.map(\.ending)).count >= 6)
    #expect(plays.contains { $0.effects.count > 60 })
    #expect(plays.contains { !$0.execution.isFinished })
  }
}
