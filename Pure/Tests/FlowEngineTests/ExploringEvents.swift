import FlowEngine
import FlowLanguage
import Vocabulary

/// Answers to what the flow asks, in the flow's own words.
struct ExploringEvents {
  let words: FlowWords
  var entropy: SeededEntropy

  mutating func next(for play: Play) -> FlowEvent {
    guard let asked = play.effects.last(where: { $0.token != nil }) else { return .timerFired(token: play.timer) }
    switch asked {
    case .askInput(let token, _): return input(token)
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

  /// Mostly a key of one of the flow's menus.
  private mutating func input(_ token: Int) -> FlowEvent {
    let isOnMenu = entropy.below(3) > 0 && !words.menu.isEmpty
    let digits = entropy.pick(isOnMenu ? words.menu : ["9", "441632960123", "1234567", ""])
    switch entropy.below(6) {
    case 0: return .inputTimedOut(token: token)
    case 1: return .presentationFailed(token: token)
    default: return .inputReceived(token: token, digits: digits)
    }
  }

  private mutating func botAnswer() -> BotAnswer {
    let intent = entropy.pick(words.intents + ["FallbackIntent"])
    return entropy.pick([
      .fulfilled(intent: intent, slots: .init(), sessionAttributes: .init(), messages: [], isConfirmed: true), .failed("x"),
    ])
  }
}
