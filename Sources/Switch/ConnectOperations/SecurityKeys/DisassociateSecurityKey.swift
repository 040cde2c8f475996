import AWSWire
import ConnectAPI
import ResourceStore

/// Trusts a public key no longer: nothing more is encrypted to the certificates that it signed.
struct DisassociateSecurityKey: WriteOperation {
  static let rule: OperationRule<DisassociateSecurityKeyRequest> = OperationRule(
    action: "connect:DisassociateSecurityKey",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "AssociationId"]),
    refuses: [])

  func perform(_ input: DisassociateSecurityKeyRequest, _ call: WriteCall) throws -> EmptyResponse {
    let key = try call.find(.securityKey, input.associationId, in: input.instanceId)
    try call.delete(.securityKey, key)
    return EmptyResponse()
  }
}
