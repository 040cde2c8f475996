import AWSWire
import Vocabulary

/// An officer says no to a change. Who asked for it may take it back the same way.
struct DenyChange: ApprovalOperation {
  let approvals: Approvals

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("ApprovalId", length: 1...64)
    let reason = try members.optionalString("Reason", length: 1...512)
    try members.finish()
    try await call.mustBeAllowed(on: call.arn(id))
    let approval = try await approvals.decide(id, isApproved: false, by: call.caller, reason: reason) {
      call.event($0, reason.map { [("reason", .string($0))] } ?? [])
    }
    return approval.json(at: approvals.tools.now())
  }
}
