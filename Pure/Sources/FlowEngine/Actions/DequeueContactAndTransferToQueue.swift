/// Moves a waiting contact to another queue; with that its customer queue flow is over.
struct DequeueContactAndTransferToQueue: ActionBehaviour {
  let blockName = "Transfer"

  func begin(_ run: inout ActionRun) -> Step {
    guard let queue = run.namedOrTargetQueue else { return .failure("there is no such queue") }
    return run.ask { .enqueue(token: $0, queue) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    if case .enqueued = event { run.context.targetQueue = run.namedOrTargetQueue }
    return TransferContactToQueue.outcome(of: event)
  }
}
