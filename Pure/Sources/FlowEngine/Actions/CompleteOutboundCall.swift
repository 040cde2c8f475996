import Vocabulary

/// Dials the customer of an outbound call and waits for the answer. An external voice connector is not built.
struct CompleteOutboundCall: ActionBehaviour {
  let blockName = "CallPhoneNumber"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    guard !run.has("VoiceConnector") else { return .failure("there is no voice connector") }
    let call = OutboundCall(
      callerNumber: run.text("CallerId", "Number"),
      timeLimitSeconds: min(max(run.integer("ConnectionTimeLimitSeconds") ?? 60, 1), 600))
    return run.ask { .completeOutboundCall(token: $0, call) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    guard case .dialled(_, let outcome) = event else { return nil }
    return outcome == .connected ? .next : .failure("the customer could not be reached")
  }
}
