import Vocabulary

/// Waits for a time, or for what a participant of a chat does.
struct Wait: ActionBehaviour {
  let blockName = "Wait"
  let channels: [ContactChannel] = [.chat]
  private static let secondsMax = 604_800

  func begin(_ run: inout ActionRun) -> Step {
    // The documentation says TimeoutSeconds; the console writes TimeLimitSeconds.
    guard let seconds = run.integer("TimeLimitSeconds") ?? run.integer("TimeoutSeconds"), (1...Self.secondsMax).contains(seconds)
    else { return .failure("TimeLimitSeconds must be from 1 to \(Self.secondsMax)") }
    run.startTimer(seconds: seconds)
    return run.expectEvents()
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    switch event {
    case .timerFired: .condition("WaitCompleted")
    case .participantEvent(let name) where awaited(run).contains(name): .condition(name)
    default: nil
    }
  }

  private func awaited(_ run: ActionRun) -> [String] { (run.value("Events")?.array ?? []).compactMap(\.string) }
}
