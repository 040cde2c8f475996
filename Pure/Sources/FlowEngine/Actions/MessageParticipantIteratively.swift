import Vocabulary

/// Plays its messages over and over until the flow is interrupted. InterruptFrequencySeconds lets the flow look in between.
struct MessageParticipantIteratively: ActionBehaviour {
  let blockName = "LoopPrompts"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    var presentations: [Presentation] = []
    for message in run.parameters["Messages"]?.array ?? [] {
      switch run.presentations(of: message.object ?? .init()) {
      case .refused(let reason): return .failure(reason)
      case .none: continue
      case .some(let found): presentations += found
      }
    }
    guard !presentations.isEmpty else { return .failure("there is nothing to present") }
    let step = run.present(presentations, isRepeated: true)
    if let seconds = run.integer("InterruptFrequencySeconds"), seconds > 0 { run.startTimer(seconds: seconds) }
    return step
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    switch event {
    case .timerFired: .condition("MessagesInterrupted")
    case .presented: .next
    case .presentationFailed: .failure("it could not be presented")
    default: nil
    }
  }
}
