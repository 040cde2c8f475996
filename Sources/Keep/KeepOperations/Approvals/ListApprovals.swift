import AWSWire
import Vocabulary

/// The changes that wait for an officer, or of any state, the newest first.
struct ListApprovals: ApprovalOperation {
  private static let listed = 100

  let approvals: Approvals

  func perform(_ members: JSONMembers, _ call: ApprovalCall) async throws -> JSON {
    var members = members
    let name = try members.optionalString("State", length: 1...32)
    let most = try members.optionalInt("MaxResults", within: 1...ApprovalTable.pendingMax)
    try members.finish()
    let state = try name.map(Self.state)
    try await call.mustBeAllowed(on: call.arn("*"))
    let now = approvals.tools.now()
    // One whose time is over rests as what it was.
    let stored: Approval.State? = state == .expired ? nil : state
    let found = try await approvals.table.all(stored, limit: most ?? Self.listed)
      .filter { state == nil || $0.state(at: now) == state }
    await call.record(name.map { [("state", .string($0))] } ?? [])
    return ["Approvals": .array(found.map { $0.json(at: now) })]
  }

  private static func state(_ name: String) throws -> Approval.State {
    guard let state = Approval.State(rawValue: name) else {
      let names = Approval.State.allCases.map(\.rawValue).joined(separator: ", ")
      throw WireError(code: "ValidationException", message: "State must be one of \(names).", status: 400)
    }
    return state
  }
}
