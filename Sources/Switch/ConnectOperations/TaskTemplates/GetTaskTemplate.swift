import ConnectAPI

/// Describes one task template.
struct GetTaskTemplate: ReadOperation {
  static let rule: OperationRule<GetTaskTemplateRequest> = OperationRule(
    action: "connect:GetTaskTemplate",
    resources: { [$1.arn("task-template", $0.taskTemplateId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "TaskTemplateId"]),
    refuses: [RefusedMember("SnapshotVersion", because: "a template is kept as it is now, and not as it was for earlier tasks")])

  func perform(_ input: GetTaskTemplateRequest, _ call: ReadCall) throws -> GetTaskTemplateResponse {
    TaskTemplates.described(try call.find(.taskTemplate, input.taskTemplateId, in: input.instanceId))
  }
}
