import FlowEngine
import FlowLanguage
import Vocabulary

/// Which branches an action can take on a channel, as Connect's documentation says, but for services that are not built.
/// It is written apart from the engine.
struct PossibleBranches {
  let channel: ContactChannel

  /// The branches of every action that possible branches lead to from the first one, as `<identifier>|<branch>`.
  func reachable(in acts: [Act]) -> Set<String> {
    var found: Set<String> = []
    var open = acts.prefix(1).map(\.id)
    var seen = Set(open)
    while let id = open.popLast() {
      guard let act = acts.first(where: { $0.id == id }) else { continue }
      for (name, target) in act.branches where isPossible(name, of: act) {
        found.insert("\(id)|\(name)")
        if seen.insert(target).inserted { open.append(target) }
      }
    }
    return found
  }

  private func isPossible(_ branch: String, of act: Act) -> Bool {
    if !Self.channels(of: act).contains(channel) || Self.missing.contains(act.type) { return branch == "NoMatchingError" }
    return (branch != "next" || leadsOn(act)) && Self.impossible["\(act.id)|\(branch)"] == nil
  }

  /// Elsewhere these take their error branch.
  private static func channels(of act: Act) -> [ContactChannel] {
    switch act.type {
    case .getParticipantInput, .messageParticipantIteratively: [.voice]
    case .connectParticipantWithLexBot: [.voice, .chat]
    case .messageParticipant where act.parameters["SSML"] != nil || act.parameters["PromptId"] != nil: [.voice]
    default: ContactChannel.allCases
    }
  }

  /// Actions of services that are not built.
  private static let missing: Set<ActionType> = [.createCustomerProfile, .getCustomerProfile, .createCase, .startVoiceIdStream]

  /// NextAction repeats another branch where conditions decide, and is never taken where the flow is over with the action.
  private func leadsOn(_ act: Act) -> Bool {
    switch act.type {
    case .transferContactToQueue, .transferToFlow: false
    default: act.conditions.isEmpty
    }
  }

  /// Branches of single actions that their own flow rules out, each with its reason.
  private static let impossible = [
    "Clear VMX3 Flag|NoMatchingError": "what it sets takes the place of a value that is as long",
    "990d1323-84ae-41bb-8cbe-0343fa9d78ec|NoMatchingError": "the action before it has read figures of the same queue",
  ]
}
