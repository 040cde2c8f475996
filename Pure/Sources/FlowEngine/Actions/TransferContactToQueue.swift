/// Puts the contact into its target queue; with that the flow is over.
struct TransferContactToQueue: ActionBehaviour {
  let blockName = "Transfer"

  func begin(_ run: inout ActionRun) -> Step {
    guard let queue = run.context.targetQueue else { return .failure("no target queue has been set") }
    return run.ask { .enqueue(token: $0, queue) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? { Self.outcome(of: event) }

  /// What an answer to `enqueue` leads to.
  static func outcome(of event: FlowEvent) -> Step? {
    switch event {
    case .enqueued: .end(.enqueued)
    case .enqueueRefused(_, .atCapacity): .error("QueueAtCapacity", "the queue is at capacity")
    case .enqueueRefused(_, .other(let reason)): .failure(reason)
    default: nil
    }
  }
}
