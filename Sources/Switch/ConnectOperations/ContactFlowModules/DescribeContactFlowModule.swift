import ConnectAPI

/// Describes one flow module with its content, or with that of a version for `ID:VERSION` or `ID:ALIAS`.
struct DescribeContactFlowModule: ReadOperation {
  static let rule: OperationRule<DescribeContactFlowModuleRequest> = OperationRule(
    action: "connect:DescribeContactFlowModule",
    resources: { [$1.arn("flow-module", QualifiedFlow($0.contactFlowModuleId).flow, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowModuleId"]),
    refuses: [])

  func perform(_ input: DescribeContactFlowModuleRequest, _ call: ReadCall) throws -> DescribeContactFlowModuleResponse {
    let name = QualifiedFlow(input.contactFlowModuleId)
    let found = try call.find(.contactFlowModule, name.flow, in: input.instanceId)
    guard let content = try FlowContents.chosen(name.qualifier, of: found.document.module, id: found.id, call.reader) else {
      throw ConnectError.notFound("flow module version or alias", input.contactFlowModuleId)
    }
    return DescribeContactFlowModuleResponse(contactFlowModule: ContactFlowModules.described(found.document, with: content))
  }
}
