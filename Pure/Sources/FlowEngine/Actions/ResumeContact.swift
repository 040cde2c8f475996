/// Takes up a paused contact again.
struct ResumeContact: ActionBehaviour {
  let blockName = "ResumeContact"

  func begin(_ run: inout ActionRun) -> Step {
    run.effects.append(.resumeContact)
    return .next
  }
}
