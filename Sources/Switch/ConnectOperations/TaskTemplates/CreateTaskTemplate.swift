import ConnectAPI
import ResourceStore

/// Creates a task template: ACTIVE unless it says otherwise.
struct CreateTaskTemplate: WriteOperation {
  static let rule: OperationRule<CreateTaskTemplateRequest> = OperationRule(
    action: "connect:CreateTaskTemplate",
    resources: { [$1.arn("task-template", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "Name", "ContactFlowId", "SelfAssignFlowId", "Status"]),
    refuses: [])

  func perform(_ input: CreateTaskTemplateRequest, _ call: WriteCall) throws -> CreateTaskTemplateResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let template = GetTaskTemplateResponse(
      id: id, arn: call.context.place.arn("task-template", id, in: instance), name: input.name, instanceId: instance,
      description: input.description, contactFlowId: input.contactFlowId, selfAssignFlowId: input.selfAssignFlowId,
      constraints: input.constraints, defaults: input.defaults, fields: input.fields, status: input.status)
    let checked = try TaskTemplates.checked(template, in: instance, call)
    let created = try call.create(.taskTemplate, id: id, name: input.name, checked, tags: nil, in: instance)
    return CreateTaskTemplateResponse(id: id, arn: created.arn)
  }
}
