import AWSWire
import Link
import Vocabulary

/// An officer approves a change that somebody else asked for, and it takes effect.
struct ApproveChange: ApprovalOperation {
  let approvals: Approvals

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("ApprovalId", length: 1...64)
    try members.finish()
    try await call.mustBeAllowed(on: call.arn(id))
    let approval = try await approvals.decide(id, isApproved: true, by: call.caller, reason: nil) { call.event($0) }
    let answer = approval.json(at: approvals.tools.now())
    guard let told = ChangeCatalogue.change(approval.kind, approval.change)?.handedOver else { return answer }
    return .object((answer.object?.members ?? []).map { ($0.name, $0.value) } + [("AccessKey", told)])
  }
}
