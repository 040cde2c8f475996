/// Runs a module and comes back.
struct InvokeFlowModule: ActionBehaviour {
  let blockName = "InvokeFlowModule"

  func begin(_ run: inout ActionRun) -> Step {
    guard let module = run.text("FlowModuleId").flatMap({ run.surroundings.module($0) }) else {
      return .failure("there is no such module")
    }
    guard run.execution.frames.count <= FlowBounds.moduleDepthMax else { return .failure("modules are nested too deeply") }
    return .call(module)
  }
}
