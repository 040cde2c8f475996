import ConnectAPI
import ResourceStore

/// Lists the quick connects of an instance, or those of the types asked for.
struct ListQuickConnects: ReadOperation {
  static let rule: OperationRule<ListQuickConnectsRequest> = OperationRule(
    action: "connect:ListQuickConnects",
    resources: { [$1.arn("transfer-destination", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "QuickConnectTypes", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListQuickConnectsRequest, _ call: ReadCall) throws -> ListQuickConnectsResponse {
    let instance = try call.instance(input.instanceId).id
    let types = Set(input.quickConnectTypes ?? QuickConnectType.allCases)
    let page = try call.page(
      .quickConnect, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { record in
        try call.resource(.quickConnect, record).document.quickConnectConfig.map { types.contains($0.quickConnectType) } ?? false
      }
    ) { record in QuickConnects.summary(try call.resource(.quickConnect, record), call) }
    return ListQuickConnectsResponse(quickConnectSummaryList: page.items, nextToken: page.nextToken)
  }
}
