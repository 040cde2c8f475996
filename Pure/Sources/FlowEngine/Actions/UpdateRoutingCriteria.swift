import Vocabulary

/// Sets which agents may get the contact, step by step.
struct UpdateRoutingCriteria: ActionBehaviour {
  let blockName = "SetRoutingCriteria"

  func begin(_ run: inout ActionRun) -> Step {
    guard let criteria = run.value("RoutingCriteria"), let steps = criteria["Steps"]?.array, !steps.isEmpty else {
      return .failure("there are no routing criteria to set")
    }
    run.context.routingCriteria = criteria
    run.effects.append(.updateDemand)
    return .next
  }
}
