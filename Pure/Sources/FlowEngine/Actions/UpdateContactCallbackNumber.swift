/// Sets the number that a callback dials.
struct UpdateContactCallbackNumber: ActionBehaviour {
  let blockName = "SetCallBackNumber"

  func begin(_ run: inout ActionRun) -> Step {
    guard let number = run.text("CallbackNumber") else { return .error("InvalidCallbackNumber", "there is no number") }
    switch run.surroundings.dialability(of: number) {
    case .notANumber: return .error("InvalidCallbackNumber", "it is not a phone number")
    case .refused: return .error("CallbackNumberNotDialable", "the number may not be called")
    case .dialable:
      run.context.callbackNumber = number
      return .next
    }
  }
}
