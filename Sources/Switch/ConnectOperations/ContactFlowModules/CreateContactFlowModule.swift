import ConnectAPI
import ResourceStore

/// Creates a flow module, published.
struct CreateContactFlowModule: WriteOperation {
  static let rule: OperationRule<CreateContactFlowModuleRequest> = OperationRule(
    action: "connect:CreateContactFlowModule",
    resources: { [$1.arn("flow-module", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "Tags"]),
    refuses: [ContactFlowModules.refusedInvocation])

  func perform(_ input: CreateContactFlowModuleRequest, _ call: WriteCall) throws -> CreateContactFlowModuleResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    try ContactFlowModules.check(input.content, in: instance, call)
    let module = ContactFlowModule(
      arn: call.context.place.arn("flow-module", id, in: instance), id: id, name: input.name, content: input.content,
      description: input.description, state: .active, status: .published,
      flowModuleContentSha256: FlowContent.sha256(input.content), settings: input.settings)
    let stored = StoredContactFlowModule(module: module)
    let created = try call.create(.contactFlowModule, id: id, name: input.name, stored, tags: input.tags, in: instance)
    return CreateContactFlowModuleResponse(id: id, arn: created.arn)
  }
}
