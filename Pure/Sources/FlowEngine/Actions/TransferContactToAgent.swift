import Vocabulary

/// Gives the contact to the agent that it was meant for; with that the flow is over.
struct TransferContactToAgent: ActionBehaviour {
  let blockName = "Transfer"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    run.effects.append(.transferToAgent)
    return .end(.transferredToAgent)
  }
}
