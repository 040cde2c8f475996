import ConnectAPI
import ResourceStore

/// Creates an agent status. It is CUSTOM: an agent in it is at work and not offered contacts.
struct CreateAgentStatus: WriteOperation {
  static let rule: OperationRule<CreateAgentStatusRequest> = OperationRule(
    action: "connect:CreateAgentStatus",
    resources: { [$1.arn("agent-state", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "State", "DisplayOrder", "Tags"]),
    refuses: [])

  func perform(_ input: CreateAgentStatusRequest, _ call: WriteCall) throws -> CreateAgentStatusResponse {
    let instance = try call.instance(input.instanceId).id
    let status = AgentStatus(
      name: input.name, description: input.description, type: .custom, displayOrder: input.displayOrder, state: input.state)
    let created = try AgentStatuses.create(status, tags: input.tags, in: instance, call)
    return CreateAgentStatusResponse(agentStatusARN: created.agentStatusARN, agentStatusId: created.agentStatusId)
  }
}
