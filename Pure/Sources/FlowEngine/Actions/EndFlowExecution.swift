/// Ends the flow and leaves the contact where it is.
struct EndFlowExecution: ActionBehaviour {
  let blockName = "EndFlowExecution"

  func begin(_ run: inout ActionRun) -> Step { .end(.completed) }
}
