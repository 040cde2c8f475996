import Vocabulary

/// Puts a party of the call that this one came from on hold, or takes it off.
struct UpdatePreviousContactParticipantState: ActionBehaviour {
  let blockName = "HoldParticipant"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    let states = ["AgentOnHold", "CustomerOnHold", "OffHold"]
    guard let state = run.text("PreviousContactParticipantState"), states.contains(state) else {
      return .failure("PreviousContactParticipantState must be one of \(states.joined(separator: ", "))")
    }
    run.effects.append(.setPreviousParticipantState(state))
    return .next
  }
}
