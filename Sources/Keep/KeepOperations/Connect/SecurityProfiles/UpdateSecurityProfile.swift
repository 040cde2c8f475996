import AWSWire
import ConnectAPI

/// Changes a security profile; a member that is not given stays.
struct UpdateSecurityProfile: WriteOperation {
  static let rule: OperationRule<UpdateSecurityProfileRequest> = OperationRule(
    action: "connect:UpdateSecurityProfile",
    resources: { [$1.arn("security-profile", $0.securityProfileId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "SecurityProfileId", "Permissions", "TagRestrictedResources"]),
    refuses: SecurityProfiles.refused)

  func perform(_ input: UpdateSecurityProfileRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.securityProfile, input.securityProfileId, in: input.instanceId)
    var profile = found.document.profile
    profile.description = input.description ?? profile.description
    profile.allowedAccessControlTags = input.allowedAccessControlTags ?? profile.allowedAccessControlTags
    profile.tagRestrictedResources = input.tagRestrictedResources ?? profile.tagRestrictedResources
    found.document.profile = profile
    found.document.applications = input.applications ?? found.document.applications
    if let permissions = input.permissions { found.document.permissions = try SecurityProfiles.checked(permissions) }
    try call.save(.securityProfile, found)
    return EmptyResponse()
  }
}
