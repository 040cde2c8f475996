import ConnectAPI
import ResourceStore

/// Creates a security profile.
struct CreateSecurityProfile: WriteOperation {
  static let rule: OperationRule<CreateSecurityProfileRequest> = OperationRule(
    action: "connect:CreateSecurityProfile",
    resources: { [$1.arn("security-profile", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "SecurityProfileName", "Permissions", "TagRestrictedResources", "Tags"]),
    refuses: SecurityProfiles.refused)

  func perform(_ input: CreateSecurityProfileRequest, _ call: WriteCall) throws -> CreateSecurityProfileResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let profile = SecurityProfile(
      id: id, organizationResourceId: instance, arn: call.context.place.arn("security-profile", id, in: instance),
      securityProfileName: input.securityProfileName, description: input.description,
      allowedAccessControlTags: input.allowedAccessControlTags, tagRestrictedResources: input.tagRestrictedResources)
    let stored = StoredSecurityProfile(
      profile: profile, permissions: try SecurityProfiles.checked(input.permissions ?? []), applications: input.applications ?? []
    )
    let created = try call.create(
      .securityProfile, id: id, name: input.securityProfileName, stored, tags: input.tags, in: instance)
    return CreateSecurityProfileResponse(securityProfileId: id, securityProfileArn: created.arn)
  }
}
