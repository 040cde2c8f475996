import Vocabulary

/// Sets the queue that the contact is meant for: a standard one, or an agent's.
struct UpdateContactTargetQueue: ActionBehaviour {
  let blockName = "SetQueue"

  func begin(_ run: inout ActionRun) -> Step {
    guard let queue = run.namedQueue else { return .failure("there is no such queue") }
    run.context.targetQueue = queue
    return .next
  }

  func logged(_ run: ActionRun) -> [JSON] {
    let parameters = run.loggedParameters
    return [["Queue": parameters["QueueId"] ?? parameters["AgentId"] ?? .null]]
  }
}

extension ActionRun {
  /// The queue that QueueId or AgentId names.
  var namedQueue: TargetQueue? {
    if let reference = text("QueueId") { return surroundings.queue(reference) }
    return text("AgentId").flatMap { surroundings.agentQueue($0) }
  }

  /// The named queue, or the contact's own when none is named.
  var namedOrTargetQueue: TargetQueue? {
    !has("QueueId") && !has("AgentId") ? context.targetQueue : namedQueue
  }
}
