import ConnectAPI
import ResourceStore

/// Lists the third-party applications that a security profile opens.
struct ListSecurityProfileApplications: ReadOperation {
  static let rule: OperationRule<ListSecurityProfileApplicationsRequest> = OperationRule(
    action: "connect:ListSecurityProfileApplications",
    resources: { [$1.arn("security-profile", $0.securityProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "SecurityProfileId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListSecurityProfileApplicationsRequest, _ call: ReadCall) throws
    -> ListSecurityProfileApplicationsResponse
  {
    let found = try call.find(.securityProfile, input.securityProfileId, in: input.instanceId)
    let page = try call.page(of: found.document.applications, maxResults: input.maxResults, nextToken: input.nextToken) { $0 }
    return ListSecurityProfileApplicationsResponse(
      applications: page.items, nextToken: page.nextToken, lastModifiedTime: found.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
