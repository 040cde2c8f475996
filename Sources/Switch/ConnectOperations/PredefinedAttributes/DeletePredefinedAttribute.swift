import AWSWire
import ConnectAPI

/// Deletes a predefined attribute that no agent has a proficiency in.
struct DeletePredefinedAttribute: WriteOperation {
  static let rule: OperationRule<DeletePredefinedAttributeRequest> = OperationRule(
    action: "connect:DeletePredefinedAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "Name"]),
    refuses: [])

  func perform(_ input: DeletePredefinedAttributeRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.predefinedAttribute, try PredefinedAttributes.find(input.name, in: input.instanceId, call))
    return EmptyResponse()
  }
}
