/// Goes over to another flow for good, from whatever module.
struct TransferToFlow: ActionBehaviour {
  let blockName = "Transfer"

  func begin(_ run: inout ActionRun) -> Step {
    guard let flow = run.text("ContactFlowId").flatMap({ run.surroundings.flow($0) }) else {
      return .failure("there is no such flow")
    }
    return .enter(flow)
  }
}
