/// Changes the contact's priority or its age in queues. It has no error branch: what is no number in range changes nothing.
struct UpdateContactRoutingBehavior: ActionBehaviour {
  let blockName = "SetRoutingPriority"

  func begin(_ run: inout ActionRun) -> Step {
    if let priority = run.integer("QueuePriority"), priority > 0 { run.context.queuePriority = priority }
    if let seconds = run.integer("QueueTimeAdjustmentSeconds") { run.context.queueTimeAdjustmentSeconds = seconds }
    run.effects.append(.updateDemand)
    return .next
  }
}
