import Vocabulary

/// Takes the live figures of a queue as `$.Metrics`.
struct GetMetricData: ActionBehaviour {
  let blockName = "GetQueueMetrics"

  func begin(_ run: inout ActionRun) -> Step {
    let channel = run.text("QueueChannel").map { ContactChannel(rawValue: $0.uppercased()) }
    guard channel != .some(nil), let queue = run.namedOrTargetQueue,
      let figures = run.surroundings.metrics(of: queue, channel: channel ?? nil)
    else { return .failure("there are no figures of such a queue") }
    var metrics = JSON.Object()
    metrics["Queue"] = figures.queueJSON(queue)
    metrics["Agents"] = figures.agentsJSON
    run.context.metrics = metrics
    run.result = JSON(.object(metrics))
    return .next
  }
}

extension QueueFigures {
  fileprivate func queueJSON(_ queue: TargetQueue) -> JSON {
    [
      "Name": .string(queue.name), "ARN": .string(queue.arn), "Size": .number(contactsInQueue),
      "OldestContactAge": .number(oldestContactAgeSeconds), "Scheduled": .number(contactsScheduled),
    ]
  }

  fileprivate var agentsJSON: JSON {
    let counts = [
      ("Online", agentsOnline), ("Available", agentsAvailable), ("Staffed", agentsStaffed),
      ("AfterContactWork", agentsAfterContactWork), ("Busy", agentsOnContact), ("Missed", agentsError),
      ("NonProductive", agentsNonProductive),
    ]
    return .object(counts.map { ($0.0, ["Count": .number($0.1)]) })
  }
}
