import ConnectAPI
import ResourceStore

/// Lists the agent statuses of an instance, or those of the types asked for.
struct ListAgentStatuses: ReadOperation {
  static let rule: OperationRule<ListAgentStatusRequest> = OperationRule(
    action: "connect:ListAgentStatuses",
    resources: { [$1.arn("agent-state", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "AgentStatusTypes", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListAgentStatusRequest, _ call: ReadCall) throws -> ListAgentStatusResponse {
    let instance = try call.instance(input.instanceId).id
    let types = Set(input.agentStatusTypes ?? AgentStatusType.allCases)
    let page = try call.page(
      .agentStatus, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { record in try call.resource(.agentStatus, record).document.type.map(types.contains) ?? false }
    ) { record in
      AgentStatusSummary(
        id: record.id, arn: record.arn, name: record.name, type: try call.resource(.agentStatus, record).document.type,
        lastModifiedTime: record.modifiedAt, lastModifiedRegion: call.context.place.region)
    }
    return ListAgentStatusResponse(nextToken: page.nextToken, agentStatusSummaryList: page.items)
  }
}
