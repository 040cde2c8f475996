import Vocabulary

/// Turns the flow log on or off. Both are logged.
struct UpdateFlowLoggingBehavior: ActionBehaviour {
  let blockName = "SetLoggingBehavior"

  func begin(_ run: inout ActionRun) -> Step {
    run.context.isFlowLoggingEnabled = isEnabling(run)
    return .next
  }

  func logged(_ run: ActionRun) -> [JSON] { [["LoggingBehavior": isEnabling(run) ? "Enable" : "Disable"]] }

  private func isEnabling(_ run: ActionRun) -> Bool { run.text("FlowLoggingBehavior") == "Enabled" }
}
