import Vocabulary

/// Connects the customer with another number, and waits until that party has hung up: with ContinueFlowExecution the flow goes on
/// then, without it the contact is over.
struct TransferParticipantToThirdParty: ActionBehaviour {
  let blockName = "Transfer"
  let channels: [ContactChannel] = [.voice]

  func begin(_ run: inout ActionRun) -> Step {
    guard let number = run.text("ThirdPartyPhoneNumber"), run.surroundings.dialability(of: number) == .dialable else {
      return .error("CallFailed", "there is no number that may be called")
    }
    let request = ThirdPartyRequest(
      number: number, timeLimitSeconds: min(max(run.integer("ThirdPartyConnectionTimeLimitSeconds") ?? 30, 1), 600),
      continuesFlow: run.isTrue("ContinueFlowExecution"), digits: run.text("ThirdPartyDTMFDigits"),
      callerNumber: run.text("CallerId", "Number"))
    return run.ask { .dialThirdParty(token: $0, request) }
  }

  func resume(_ event: FlowEvent, _ run: inout ActionRun) -> Step? {
    guard case .dialled(_, let outcome) = event else { return nil }
    return switch outcome {
    case .connected: .wait
    case .failed: .error("CallFailed", "the call failed")
    case .timedOut: .error("ConnectionTimeLimitExceeded", "the call was not answered in time")
    case .ended: run.isTrue("ContinueFlowExecution") ? .next : run.disconnect()
    }
  }
}
