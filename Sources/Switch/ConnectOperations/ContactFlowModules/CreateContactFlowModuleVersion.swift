import ConnectAPI

/// Makes a version of a flow module's content and settings.
struct CreateContactFlowModuleVersion: WriteOperation {
  static let rule: OperationRule<CreateContactFlowModuleVersionRequest> = OperationRule(
    action: "connect:CreateContactFlowModuleVersion",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId", "FlowModuleContentSha256"]),
    refuses: [])

  func perform(
    _ input: CreateContactFlowModuleVersionRequest, _ call: WriteCall
  ) throws -> CreateContactFlowModuleVersionResponse {
    let found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    let number = try FlowVersions.create(
      of: found, content: found.document.module.content ?? "", settings: found.document.module.settings,
      description: input.description, digest: input.flowModuleContentSha256, call)
    return CreateContactFlowModuleVersionResponse(contactFlowModuleArn: found.arn, version: number)
  }
}
