import AWSWire
import ConnectAPI

/// Deletes a task template that nothing uses.
struct DeleteTaskTemplate: WriteOperation {
  static let rule: OperationRule<DeleteTaskTemplateRequest> = OperationRule(
    action: "connect:DeleteTaskTemplate",
    resources: { [$1.arn("task-template", $0.taskTemplateId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "TaskTemplateId"]),
    refuses: [])

  func perform(_ input: DeleteTaskTemplateRequest, _ call: WriteCall) throws -> EmptyResponse {
    try call.delete(.taskTemplate, try call.find(.taskTemplate, input.taskTemplateId, in: input.instanceId))
    return EmptyResponse()
  }
}
