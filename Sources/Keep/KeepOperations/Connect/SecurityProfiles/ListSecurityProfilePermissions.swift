import ConnectAPI
import ResourceStore

/// Lists what a security profile permits.
struct ListSecurityProfilePermissions: ReadOperation {
  static let rule: OperationRule<ListSecurityProfilePermissionsRequest> = OperationRule(
    action: "connect:ListSecurityProfilePermissions",
    resources: { [$1.arn("security-profile", $0.securityProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "SecurityProfileId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListSecurityProfilePermissionsRequest, _ call: ReadCall) throws -> ListSecurityProfilePermissionsResponse
  {
    let found = try call.find(.securityProfile, input.securityProfileId, in: input.instanceId)
    let page = try call.page(of: found.document.permissions, maxResults: input.maxResults, nextToken: input.nextToken) { $0 }
    return ListSecurityProfilePermissionsResponse(
      permissions: page.items, nextToken: page.nextToken, lastModifiedTime: found.record.modifiedAt,
      lastModifiedRegion: call.context.place.region)
  }
}
