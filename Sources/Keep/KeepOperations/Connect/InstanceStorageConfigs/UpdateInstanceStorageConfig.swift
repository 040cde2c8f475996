import AWSWire
import ConnectAPI
import ResourceStore

/// Chooses another KMS key for a class of an instance's content, once an officer has approved it.
struct UpdateInstanceStorageConfig: LiveOperation {
  let configs: StorageConfigs

  static let rule: OperationRule<UpdateInstanceStorageConfigRequest> = OperationRule(
    action: "connect:UpdateInstanceStorageConfig",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .storageResourceType(\.resourceType.rawValue)],
    audit: .write(["InstanceId", "AssociationId", "ResourceType", "StorageConfig"]),
    refuses: StorageConfigs.refused)

  func perform(_ input: UpdateInstanceStorageConfigRequest, _ call: LiveCall) async throws -> EmptyResponse {
    if try await call.remembered() != nil { return EmptyResponse() }
    let found = try await call.configuration {
      try $0.storageConfig(input.associationId, of: input.resourceType, in: input.instanceId)
    }
    guard [nil, found.id].contains(input.storageConfig.associationId) else {
      throw ConnectError(.invalidParameter, "StorageConfig.AssociationId: must be that of the path, if it is given.")
    }
    let instance = found.record.scope
    var config = try await configs.checked(input.storageConfig, of: input.resourceType, in: instance, call)
    config.config.associationId = found.id
    let change = try await configs.change(from: found, to: config, of: input.resourceType, in: instance, call)
    return try await configs.carryOut(change, call) { [config] call in
      var stored = try call.unchanged(found)
      stored.document = config
      try call.save(.storageConfig, stored)
      return EmptyResponse()
    }
  }
}

extension WriteCall {
  /// What is changed is what the change was approved for.
  /// - Throws: ResourceNotFoundException; InvalidRequestException where it has been changed meanwhile.
  func unchanged(_ found: Resource<StoredStorageConfig>) throws -> Resource<StoredStorageConfig> {
    let stored = try find(.storageConfig, found.id, in: found.record.scope)
    guard stored.document == found.document else {
      throw ConnectError(.invalidRequest, "The storage config has been changed in this moment. Make the request again.")
    }
    return stored
  }
}
