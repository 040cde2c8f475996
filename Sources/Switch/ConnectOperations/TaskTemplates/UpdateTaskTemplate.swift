import ConnectAPI
import ResourceStore

/// Replaces a task template as a whole: what is not given is gone, and name and fields must be given.
struct UpdateTaskTemplate: WriteOperation {
  static let rule: OperationRule<UpdateTaskTemplateRequest> = OperationRule(
    action: "connect:UpdateTaskTemplate",
    resources: { [$1.arn("task-template", $0.taskTemplateId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "TaskTemplateId", "Name", "ContactFlowId", "SelfAssignFlowId", "Status"]),
    refuses: [])

  func perform(_ input: UpdateTaskTemplateRequest, _ call: WriteCall) throws -> UpdateTaskTemplateResponse {
    var found = try call.find(.taskTemplate, input.taskTemplateId, in: input.instanceId)
    let template = GetTaskTemplateResponse(
      id: found.id, arn: found.arn, name: input.name ?? "", instanceId: found.record.scope, description: input.description,
      contactFlowId: input.contactFlowId, selfAssignFlowId: input.selfAssignFlowId, constraints: input.constraints,
      defaults: input.defaults, fields: input.fields, status: input.status)
    found.document = try TaskTemplates.checked(template, in: found.record.scope, call)
    try call.save(.taskTemplate, found, name: found.document.name)
    found.record.modifiedAt = call.context.now
    return try UpdateTaskTemplateResponse(json: TaskTemplates.described(found).json)
  }
}
