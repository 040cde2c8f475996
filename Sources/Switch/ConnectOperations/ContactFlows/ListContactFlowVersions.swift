import ConnectAPI

/// Lists the versions of a flow in the order of their numbers.
struct ListContactFlowVersions: ReadOperation {
  static let rule: OperationRule<ListContactFlowVersionsRequest> = OperationRule(
    action: "connect:ListContactFlowVersions",
    resources: { [$1.arn("contact-flow", $0.contactFlowId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListContactFlowVersionsRequest, _ call: ReadCall) throws -> ListContactFlowVersionsResponse {
    let found = try call.find(.contactFlow, input.contactFlowId, in: input.instanceId)
    let page = try FlowVersions.page(of: found, maxResults: input.maxResults, nextToken: input.nextToken, call) { arn, version in
      ContactFlowVersionSummary(arn: arn, versionDescription: version.description, version: version.number)
    }
    return ListContactFlowVersionsResponse(contactFlowVersionSummaryList: page.items, nextToken: page.nextToken)
  }
}
