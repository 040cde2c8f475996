import AWSWire
import ConnectAPI

/// Changes name or description of a flow; what is not given stays.
struct UpdateContactFlowName: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowNameRequest> = OperationRule(
    action: "connect:UpdateContactFlowName",
    resources: { [$1.arn("contact-flow", QualifiedFlow($0.contactFlowId).whole, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId", "Name"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowNameRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.contactFlow, QualifiedFlow(input.contactFlowId).whole, in: input.instanceId)
    found.document.flow.name = input.name ?? found.document.flow.name
    found.document.flow.description = input.description ?? found.document.flow.description
    try call.save(.contactFlow, found, name: found.document.flow.name)
    return EmptyResponse()
  }
}
