import AWSWire
import ConnectAPI

/// Changes name, description or state of a flow module; what is not given stays.
struct UpdateContactFlowModuleMetadata: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowModuleMetadataRequest> = OperationRule(
    action: "connect:UpdateContactFlowModuleMetadata",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "Name", "State"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowModuleMetadataRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    found.document.module.name = input.name ?? found.document.module.name
    found.document.module.description = input.description ?? found.document.module.description
    found.document.module.state = input.state ?? found.document.module.state
    try call.save(.contactFlowModule, found, name: found.document.module.name)
    return EmptyResponse()
  }
}
