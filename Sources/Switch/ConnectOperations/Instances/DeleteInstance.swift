import AWSWire
import ConnectAPI
import ResourceStore

/// Deletes an instance with all that it holds. It is gone for every operation at once; what it held is cleared away after.
struct DeleteInstance: WriteOperation {
  static let rule: OperationRule<DeleteInstanceRequest> = OperationRule(
    action: "connect:DeleteInstance",
    resources: { [$1.instanceARN($0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId"]),
    refuses: [])

  func perform(_ input: DeleteInstanceRequest, _ call: WriteCall) throws -> EmptyResponse {
    let instance = try call.instance(input.instanceId)
    try call.writer.delete(.instance, instance.id)
    try call.writer.enqueue(topic: InstanceProvisioner.deletion, payload: Array(instance.id.utf8))
    return EmptyResponse()
  }
}
