import ConnectAPI

/// Describes where a class of an instance's content goes.
struct DescribeInstanceStorageConfig: ReadOperation {
  static let rule: OperationRule<DescribeInstanceStorageConfigRequest> = OperationRule(
    action: "connect:DescribeInstanceStorageConfig",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .storageResourceType(\.resourceType.rawValue)],
    audit: .read(["InstanceId", "AssociationId", "ResourceType"]),
    refuses: [])

  func perform(_ input: DescribeInstanceStorageConfigRequest, _ call: ReadCall) throws -> DescribeInstanceStorageConfigResponse {
    let found = try call.storageConfig(input.associationId, of: input.resourceType, in: input.instanceId)
    return DescribeInstanceStorageConfigResponse(storageConfig: found.document.config)
  }
}
