import Vocabulary

/// Queues a callback to the callback number, or else to the number that the customer called from.
struct CreateCallbackContact: ActionBehaviour {
  let blockName = "CreateCallback"

  func begin(_ run: inout ActionRun) -> Step {
    guard let queue = run.namedOrTargetQueue else { return .failure("there is no such queue") }
    let callersNumber = run.context.channel == .voice ? run.context.customerEndpoint?.address : nil
    guard let number = run.context.callbackNumber ?? callersNumber else { return .failure("there is no number to call back") }
    let request = CallbackRequest(
      queue: queue, number: number, initialDelaySeconds: min(max(run.integer("InitialCallDelaySeconds") ?? 1, 1), 259_200),
      attemptsMax: max(run.integer("MaximumConnectionAttempts") ?? 1, 1),
      retryDelaySeconds: max(run.integer("RetryDelaySeconds") ?? 1, 1), flowReference: run.text("ContactFlowId"),
      callerNumber: run.text("CallerId", "Number"))
    return run.ask { .createCallback(token: $0, request) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? { CreateTask.outcome(of: event) }
}
