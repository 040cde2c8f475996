import ConnectAPI
import ResourceStore

/// Lists where a class of an instance's content goes; nothing where nobody has chosen.
struct ListInstanceStorageConfigs: ReadOperation {
  static let rule: OperationRule<ListInstanceStorageConfigsRequest> = OperationRule(
    action: "connect:ListInstanceStorageConfigs",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .storageResourceType(\.resourceType.rawValue)],
    audit: .read(["InstanceId", "ResourceType", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListInstanceStorageConfigsRequest, _ call: ReadCall) throws -> ListInstanceStorageConfigsResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .storageConfig, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { $0.name == input.resourceType.rawValue },
      { try StoredStorageConfig(json: $0.document).config })
    return ListInstanceStorageConfigsResponse(storageConfigs: page.items, nextToken: page.nextToken)
  }
}
