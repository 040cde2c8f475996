import AWSWire
import ConnectAPI
import ResourceStore

/// Changes the content or the settings of a flow module; what is not given stays.
struct UpdateContactFlowModuleContent: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowModuleContentRequest> = OperationRule(
    action: "connect:UpdateContactFlowModuleContent",
    resources: { [$1.arn("flow-module", $0.contactFlowModuleId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowModuleId"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowModuleContentRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.contactFlowModule, input.contactFlowModuleId, in: input.instanceId)
    if let content = input.content {
      try ContactFlowModules.check(content, in: found.record.scope, call)
      try EarlierContents.keep(found.document.module.content, of: found, replacedBy: content, call)
      found.document.module.content = content
      found.document.module.flowModuleContentSha256 = FlowContent.sha256(content)
    }
    found.document.module.settings = input.settings ?? found.document.module.settings
    try call.save(.contactFlowModule, found)
    return EmptyResponse()
  }
}
