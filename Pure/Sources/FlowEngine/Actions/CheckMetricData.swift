/// Branches by a live figure of a queue.
struct CheckMetricData: ActionBehaviour {
  let blockName = "CheckMetricData"

  func begin(_ run: inout ActionRun) -> Step {
    guard let queue = run.namedOrTargetQueue, let figures = run.surroundings.metrics(of: queue, channel: nil),
      let figure = run.text("MetricType").flatMap({ figures.figure(of: $0) })
    else { return .failure("there is no such figure") }
    return .condition(String(figure))
  }
}

extension QueueFigures {
  /// The figure of a MetricType.
  fileprivate func figure(of metricType: String) -> Int? {
    switch metricType {
    case "NumberOfAgentsAvailable": agentsAvailable
    case "NumberOfAgentsStaffed": agentsStaffed
    case "NumberOfAgentsOnline": agentsOnline
    case "OldestContactInQueueAgeSeconds": oldestContactAgeSeconds
    case "NumberOfContactsInQueue": contactsInQueue
    default: nil
    }
  }
}
