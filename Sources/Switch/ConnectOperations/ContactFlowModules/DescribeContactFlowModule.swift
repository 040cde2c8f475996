import ConnectAPI

/// Describes one flow module with its content.
struct DescribeContactFlowModule: ReadOperation {
  static let rule: OperationRule<DescribeContactFlowModuleRequest> = OperationRule(
    action: "connect:DescribeContactFlowModule",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleId"]),
    refuses: [])

  func perform(_ input: DescribeContactFlowModuleRequest, _ call: ReadCall) throws -> DescribeContactFlowModuleResponse {
    let found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    return DescribeContactFlowModuleResponse(contactFlowModule: found.document)
  }
}
