/// Ends the contact.
struct DisconnectParticipant: ActionBehaviour {
  let blockName = "Disconnect"

  func begin(_ run: inout ActionRun) -> Step { run.disconnect() }
}

extension ActionRun {
  mutating func disconnect() -> Step {
    effects.append(.disconnect)
    return .end(.disconnected)
  }
}
