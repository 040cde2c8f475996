import AWSWire
import Vocabulary

/// One change with what became of it: for officers, and for who asked.
struct DescribeApproval: ApprovalOperation {
  let approvals: Approvals

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let id = try members.string("ApprovalId", length: 1...64)
    try members.finish()
    try await call.mustBeAllowed(on: call.arn(id))
    guard let approval = try await approvals.table.approval(id) else {
      throw ApprovalProblem(.notThere, "there is no such approval")
    }
    await call.record([("approvalId", .string(id))])
    return approval.json(at: approvals.tools.now())
  }
}
