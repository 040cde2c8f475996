import Vocabulary

/// Sets who is recorded, and what is analysed. It has no error branch.
struct UpdateContactRecordingBehavior: ActionBehaviour {
  let blockName = "SetRecordingBehavior"

  func begin(_ run: inout ActionRun) -> Step {
    run.setRecording(["RecordingBehavior", "AnalyticsBehavior"])
    return .next
  }
}

extension ActionRun {
  /// Takes the members that the parameters have over the ones of before.
  mutating func setRecording(_ names: [String]) {
    for name in names { value(name).map { context.recording[name] = $0 } }
    effects.append(.setRecording(context.recording))
  }
}
