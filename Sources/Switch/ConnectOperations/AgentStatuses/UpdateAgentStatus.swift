import AWSWire
import ConnectAPI

/// Changes an agent status; what is not given stays, an empty description removes it, and ResetOrderNumber removes the display
/// order.
struct UpdateAgentStatus: WriteOperation {
  static let rule: OperationRule<UpdateAgentStatusRequest> = OperationRule(
    action: "connect:UpdateAgentStatus",
    resources: { [$1.arn("agent-state", $0.agentStatusId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "AgentStatusId", "Name", "State", "DisplayOrder", "ResetOrderNumber"]),
    refuses: [])

  func perform(_ input: UpdateAgentStatusRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.agentStatus, input.agentStatusId, in: input.instanceId)
    try check(input, found.document)
    var status = found.document
    status.name = input.name ?? status.name
    if let description = input.description { status.description = description.isEmpty ? nil : description }
    status.state = input.state ?? status.state
    status.displayOrder = input.resetOrderNumber == true ? nil : input.displayOrder ?? status.displayOrder
    found.document = status
    try call.save(.agentStatus, found, name: status.name)
    return EmptyResponse()
  }

  /// Agents could not work without a status in which they are routed, nor leave without one in which they are offline.
  private func check(_ input: UpdateAgentStatusRequest, _ status: AgentStatus) throws {
    if input.state == .disabled, status.type != .custom {
      throw ConnectError(.invalidRequest, "State: the \(status.type?.rawValue ?? "") status cannot be disabled.")
    }
    if input.resetOrderNumber == true, input.displayOrder != nil {
      throw ConnectError(.invalidParameter, "ResetOrderNumber: removes the order that DisplayOrder gives; send one of them.")
    }
  }
}
