/// Plays a prompt, or speaks or writes a text, once.
struct MessageParticipant: ActionBehaviour {
  let blockName = "PlayPrompt"

  func begin(_ run: inout ActionRun) -> Step {
    switch run.presentations() {
    case .none: .failure("there is nothing to present")
    case .refused(let reason): .failure(reason)
    case .some(let presentations): run.present(presentations)
    }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    switch event {
    case .presented: .next
    case .presentationFailed: .failure("it could not be presented")
    default: nil
    }
  }
}
