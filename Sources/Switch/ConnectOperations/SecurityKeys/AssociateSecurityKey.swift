import AWSWire
import ConnectAPI
import ResourceStore

/// Trusts a public key: the flows of an instance may encrypt customer input to the certificates that it signed.
struct AssociateSecurityKey: WriteOperation {
  static let rule: OperationRule<AssociateSecurityKeyRequest> = OperationRule(
    action: "connect:AssociateSecurityKey",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId"]),
    refuses: [])

  func perform(_ input: AssociateSecurityKeyRequest, _ call: WriteCall) throws -> AssociateSecurityKeyResponse {
    try SecurityKeys.check(input.key)
    let instance = try call.instance(input.instanceId).id
    let isNew = try call.reader.record(.securityKey, named: input.key, in: instance) == nil
    guard try !isNew || call.reader.count(.securityKey, in: instance) < SecurityKeys.keysMax else {
      throw ConnectError.quota("security key", max: SecurityKeys.keysMax)
    }
    let made = try call.create(
      .securityKey, id: call.context.newID(), name: input.key, AssociatedSecurityKey(pem: input.key), tags: nil,
      in: input.instanceId)
    return AssociateSecurityKeyResponse(associationId: made.id)
  }
}
