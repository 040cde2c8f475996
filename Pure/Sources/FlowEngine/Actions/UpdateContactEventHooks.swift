/// Sets the flows that run at later moments of the contact. A hook whose execution is disabled runs none, not even the default.
struct UpdateContactEventHooks: ActionBehaviour {
  let blockName = "SetContactFlow"

  func begin(_ run: inout ActionRun) -> Step {
    var hooks = run.context.eventHooks
    for (hook, reference) in run.texts("EventHooks") {
      guard let flow = run.surroundings.flow(reference) else { return .failure("there is no such flow for \(hook)") }
      hooks[hook] = run.isTrue("EventHooksConfiguration", hook, "DisableExecution") ? "" : flow.id
    }
    run.context.eventHooks = hooks
    return .next
  }
}
