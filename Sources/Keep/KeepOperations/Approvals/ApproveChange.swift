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
    return approval.json(at: approvals.tools.now())
  }
}
