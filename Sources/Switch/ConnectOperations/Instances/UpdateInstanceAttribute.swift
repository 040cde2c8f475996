import AWSWire
import ConnectAPI

/// Switches one attribute of an instance on or off.
struct UpdateInstanceAttribute: WriteOperation {
  static let rule: OperationRule<UpdateInstanceAttributeRequest> = OperationRule(
    action: "connect:UpdateInstanceAttribute",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "AttributeType", "Value"]),
    refuses: [])

  func perform(_ input: UpdateInstanceAttributeRequest, _ call: WriteCall) throws -> EmptyResponse {
    guard let value = Bool(input.value.lowercased()) else {
      throw ConnectError(.invalidParameter, "Value: must be true or false.")
    }
    var instance = try Instances.find(input.instanceId, call)
    Instances.set(input.attributeType, to: value, in: &instance.document)
    try Instances.save(instance, call)
    return EmptyResponse()
  }
}
