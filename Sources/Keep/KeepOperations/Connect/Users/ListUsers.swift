import ConnectAPI
import ResourceStore

/// Lists the users of an instance.
struct ListUsers: ReadOperation {
  static let rule: OperationRule<ListUsersRequest> = OperationRule(
    action: "connect:ListUsers",
    resources: { [$1.arn("agent", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListUsersRequest, _ call: ReadCall) throws -> ListUsersResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(.user, in: instance, maxResults: input.maxResults, nextToken: input.nextToken) { record in
      UserSummary(
        id: record.id, arn: record.arn, username: record.name, lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListUsersResponse(userSummaryList: page.items, nextToken: page.nextToken)
  }
}
