import Vocabulary

/// Creates a task, at once or later.
struct CreateTask: ActionBehaviour {
  let blockName = "CreateTask"
  private static let delaySecondsMax = 518_400

  func begin(_ run: inout ActionRun) -> Step {
    guard let name = run.text("Name"), !name.isEmpty else { return .failure("a task needs a name") }
    let delay = run.integer("DelaySeconds")
    guard (0...Self.delaySecondsMax).contains(delay ?? 0) else { return .failure("DelaySeconds is out of range") }
    let scheduledAt = delay.map { run.now.adding(seconds: Int64($0)) } ?? scheduledTime(run)
    var attributes = JSON.Object()
    for (name, value) in run.texts("Attributes") { attributes[name] = .string(value) }
    let request = TaskRequest(
      flowReference: run.text("ContactFlowId"), templateID: run.text("TaskTemplateId"), name: name,
      description: run.text("Description"), references: run.references, attributes: attributes, scheduledAt: scheduledAt)
    return run.ask { .createTask(token: $0, request) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? { Self.outcome(of: event) }

  /// What an answer to the creation of a contact leads to.
  static func outcome(of event: FlowEvent) -> Step? {
    switch event {
    case .created: .next
    case .creationFailed: .failure("it could not be created")
    default: nil
    }
  }

  /// In seconds since 1970.
  private func scheduledTime(_ run: ActionRun) -> Moment? {
    guard let seconds = run.integer("ScheduledTime"), (0...Int(Int32.max) * 2).contains(seconds) else { return nil }
    return Moment(seconds: Int64(seconds))
  }
}
