import ConnectAPI
import ResourceStore

/// Lists the routing profiles of an instance.
struct ListRoutingProfiles: ReadOperation {
  static let rule: OperationRule<ListRoutingProfilesRequest> = OperationRule(
    action: "connect:ListRoutingProfiles",
    resources: { [$1.arn("routing-profile", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListRoutingProfilesRequest, _ call: ReadCall) throws -> ListRoutingProfilesResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(.routingProfile, in: instance, maxResults: input.maxResults, nextToken: input.nextToken) { record in
      RoutingProfileSummary(
        id: record.id, arn: record.arn, name: record.name, lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListRoutingProfilesResponse(routingProfileSummaryList: page.items, nextToken: page.nextToken)
  }
}
