/// Ends a module; the flow that invoked it goes on.
struct EndFlowModuleExecution: ActionBehaviour {
  let blockName = "ReturnFromFlowModule"

  func begin(_ run: inout ActionRun) -> Step { .returnToCaller }
}
