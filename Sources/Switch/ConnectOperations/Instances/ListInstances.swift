import ConnectAPI

/// Lists the instances of the account.
struct ListInstances: ReadOperation {
  static let rule: OperationRule<ListInstancesRequest> = OperationRule(
    action: "connect:ListInstances",
    resources: { _, place in [place.instanceARN("*")] },
    conditionKeys: [],
    audit: .read(["MaxResults"]),
    refuses: [])

  /// The model lets a page hold ten at most.
  private static let pageSize = 10

  func perform(_ input: ListInstancesRequest, _ call: ReadCall) throws -> ListInstancesResponse {
    let account = call.context.place.account
    let page = try call.page(
      .instance, in: account, maxResults: input.maxResults ?? Self.pageSize, nextToken: input.nextToken
    ) { record in
      let instance = try call.resource(Instances.kind, record).document.instance
      return InstanceSummary(
        id: instance.id, arn: instance.arn, identityManagementType: instance.identityManagementType,
        instanceAlias: instance.instanceAlias, createdTime: instance.createdTime, instanceStatus: instance.instanceStatus,
        inboundCallsEnabled: instance.inboundCallsEnabled, outboundCallsEnabled: instance.outboundCallsEnabled)
    }
    return ListInstancesResponse(instanceSummaryList: page.items, nextToken: page.nextToken)
  }
}
