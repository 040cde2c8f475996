import AWSWire
import ConnectAPI
import ResourceStore

/// Chooses the KMS key that a class of an instance's content is sealed under, once an officer has approved it.
struct AssociateInstanceStorageConfig: LiveOperation {
  let configs: StorageConfigs

  static let rule: OperationRule<AssociateInstanceStorageConfigRequest> = OperationRule(
    action: "connect:AssociateInstanceStorageConfig",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .storageResourceType(\.resourceType.rawValue)],
    audit: .write(["InstanceId", "ResourceType", "StorageConfig"]),
    refuses: StorageConfigs.refused + [
      RefusedMember("StorageConfig.AssociationId", because: "the id is made by this operation and answered")
    ])

  func perform(
    _ input: AssociateInstanceStorageConfigRequest, _ call: LiveCall
  ) async throws -> AssociateInstanceStorageConfigResponse {
    if let before = try await call.remembered() { return try AssociateInstanceStorageConfigResponse(json: before) }
    let type = input.resourceType
    let instance = try await call.configuration { call in
      let instance = try call.instance(input.instanceId).id
      try Self.mustBeFree(type, in: instance, call)
      return instance
    }
    let config = try await configs.checked(input.storageConfig, of: type, in: instance, call)
    let change = try await configs.change(from: nil, to: config, of: type, in: instance, call)
    let id = call.context.newID()
    return try await configs.carryOut(change, call) { call in
      try Self.mustBeFree(type, in: instance, call)
      var named = config
      named.config.associationId = id
      try call.create(.storageConfig, id: id, name: type.rawValue, named, tags: nil, in: instance)
      return AssociateInstanceStorageConfigResponse(associationId: id)
    }
  }

  private static func mustBeFree(_ type: InstanceStorageResourceType, in instance: String, _ call: some Call) throws {
    guard let taken = try call.reader.record(.storageConfig, named: type.rawValue, in: instance) else { return }
    throw ConnectError(
      .resourceConflict,
      "ResourceType: \(type.rawValue) are associated already, as \(taken.id). Use UpdateInstanceStorageConfig to change that.")
  }
}
