import ConnectAPI

/// Lists the versions of a flow module in the order of their numbers.
struct ListContactFlowModuleVersions: ReadOperation {
  static let rule: OperationRule<ListContactFlowModuleVersionsRequest> = OperationRule(
    action: "connect:ListContactFlowModuleVersions",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleId", "MaxResults"]),
    refuses: [])

  func perform(
    _ input: ListContactFlowModuleVersionsRequest, _ call: ReadCall
  ) throws -> ListContactFlowModuleVersionsResponse {
    let found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    let page = try FlowVersions.page(of: found, maxResults: input.maxResults, nextToken: input.nextToken, call) { arn, version in
      ContactFlowModuleVersionSummary(arn: arn, versionDescription: version.description, version: version.number)
    }
    return ListContactFlowModuleVersionsResponse(contactFlowModuleVersionSummaryList: page.items, nextToken: page.nextToken)
  }
}
