import AWSWire
import ConnectAPI

/// Changes name, description or state of a flow; what is not given stays.
struct UpdateContactFlowMetadata: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowMetadataRequest> = OperationRule(
    action: "connect:UpdateContactFlowMetadata",
    resources: { [$1.arn("contact-flow", QualifiedFlow($0.contactFlowId).whole, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId", "Name", "ContactFlowState"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowMetadataRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.contactFlow, QualifiedFlow(input.contactFlowId).whole, in: input.instanceId)
    found.document.flow.name = input.name ?? found.document.flow.name
    found.document.flow.description = input.description ?? found.document.flow.description
    found.document.flow.state = input.contactFlowState ?? found.document.flow.state
    try call.save(.contactFlow, found, name: found.document.flow.name)
    return EmptyResponse()
  }
}
