import ConnectAPI
import ResourceStore

/// Lists the security profiles of an instance.
struct ListSecurityProfiles: ReadOperation {
  static let rule: OperationRule<ListSecurityProfilesRequest> = OperationRule(
    action: "connect:ListSecurityProfiles",
    resources: { [$1.arn("security-profile", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListSecurityProfilesRequest, _ call: ReadCall) throws -> ListSecurityProfilesResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(.securityProfile, in: instance, maxResults: input.maxResults, nextToken: input.nextToken) { record in
      SecurityProfileSummary(
        id: record.id, arn: record.arn, name: record.name, lastModifiedTime: record.modifiedAt,
        lastModifiedRegion: call.context.place.region)
    }
    return ListSecurityProfilesResponse(securityProfileSummaryList: page.items, nextToken: page.nextToken)
  }
}
