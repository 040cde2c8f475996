import AWSWire
import ConnectAPI
import ResourceStore

/// Takes a choice back: the class is sealed under the default key from then on, once an officer has approved it.
struct DisassociateInstanceStorageConfig: LiveOperation {
  let configs: StorageConfigs

  static let rule: OperationRule<DisassociateInstanceStorageConfigRequest> = OperationRule(
    action: "connect:DisassociateInstanceStorageConfig",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .storageResourceType(\.resourceType.rawValue)],
    audit: .write(["InstanceId", "AssociationId", "ResourceType"]),
    refuses: [])

  func perform(_ input: DisassociateInstanceStorageConfigRequest, _ call: LiveCall) async throws -> EmptyResponse {
    if try await call.remembered() != nil { return EmptyResponse() }
    let found = try await call.configuration {
      try $0.storageConfig(input.associationId, of: input.resourceType, in: input.instanceId)
    }
    let change = try await configs.change(from: found, to: nil, of: input.resourceType, in: found.record.scope, call)
    return try await configs.carryOut(change, call) { call in
      try call.delete(.storageConfig, try call.unchanged(found))
      return EmptyResponse()
    }
  }
}
