import ConnectAPI
import ResourceStore

/// Lists the public keys that an instance trusts.
struct ListSecurityKeys: ReadOperation {
  static let rule: OperationRule<ListSecurityKeysRequest> = OperationRule(
    action: "connect:ListSecurityKeys",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListSecurityKeysRequest, _ call: ReadCall) throws -> ListSecurityKeysResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .securityKey, in: instance, maxResults: input.maxResults ?? SecurityKeys.keysMax, nextToken: input.nextToken
    ) {
      let key = try call.resource(.securityKey, $0)
      return SecurityKey(associationId: key.id, key: key.document.pem, creationTime: $0.createdAt)
    }
    return ListSecurityKeysResponse(securityKeys: page.items, nextToken: page.nextToken)
  }
}
