import ConnectAPI
import ResourceStore

/// Lists the proficiencies of a user, in the order in which they were associated.
struct ListUserProficiencies: ReadOperation {
  static let rule: OperationRule<ListUserProficienciesRequest> = OperationRule(
    action: "connect:ListUserProficiencies",
    resources: { [$1.arn("agent", $0.userId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "UserId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListUserProficienciesRequest, _ call: ReadCall) throws -> ListUserProficienciesResponse {
    let user = try call.find(.user, input.userId, in: input.instanceId)
    let page = try call.page(of: user.document.proficiencies, maxResults: input.maxResults, nextToken: input.nextToken) { $0 }
    return ListUserProficienciesResponse(
      nextToken: page.nextToken, userProficiencyList: page.items, lastModifiedTime: user.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
