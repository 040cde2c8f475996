import Vocabulary

/// Shows a view on chat and waits for the customer's action in it; conditions go by that action.
struct ShowView: ActionBehaviour {
  let blockName = "ShowView"
  let channels: [ContactChannel] = [.chat]
  private static let timeLimitSeconds = 300

  func begin(_ run: inout ActionRun) -> Step {
    guard let view = run.text("ViewResource", "Id"), !view.isEmpty else { return .failure("there is no view to show") }
    let hidden = run.value("SensitiveDataConfiguration", "HideResponseOn")?.array ?? []
    let request = ViewRequest(
      viewID: view, version: run.text("ViewResource", "Version") ?? "$LATEST", data: run.value("ViewData") ?? [:],
      isHiddenInTranscript: hidden.contains("TRANSCRIPT"))
    run.startTimer(seconds: max(run.integer("InvocationTimeLimitSeconds") ?? Self.timeLimitSeconds, 1))
    return run.ask { .showView(token: $0, request) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    switch event {
    case .timerFired: return .error("TimeLimitExceeded", "the customer did not answer in time")
    case .presentationFailed: return .failure("the view could not be shown")
    case .viewAnswered(_, let action, let data):
      run.context.views["Action"] = .string(action)
      run.context.views["ViewResultData"] = data
      return .condition(action)
    default: return nil
    }
  }
}
