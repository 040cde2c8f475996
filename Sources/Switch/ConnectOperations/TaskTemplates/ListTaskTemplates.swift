import ConnectAPI
import ResourceStore

/// Lists the task templates of an instance, or those of the status and of the name asked for.
struct ListTaskTemplates: ReadOperation {
  static let rule: OperationRule<ListTaskTemplatesRequest> = OperationRule(
    action: "connect:ListTaskTemplates",
    resources: { [$1.arn("task-template", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "Status", "Name", "MaxResults"]),
    refuses: [])

  func perform(_ input: ListTaskTemplatesRequest, _ call: ReadCall) throws -> ListTaskTemplatesResponse {
    let instance = try call.instance(input.instanceId).id
    let page = try call.page(
      .taskTemplate, in: instance, maxResults: input.maxResults, nextToken: input.nextToken,
      where: { record in
        guard input.name == nil || record.name == input.name else { return false }
        return try input.status == nil || call.resource(.taskTemplate, record).document.status == input.status
      }
    ) { record in
      let template = TaskTemplates.described(try call.resource(.taskTemplate, record))
      return TaskTemplateMetadata(
        id: template.id, arn: template.arn, name: template.name, description: template.description, status: template.status,
        lastModifiedTime: template.lastModifiedTime, createdTime: template.createdTime)
    }
    return ListTaskTemplatesResponse(taskTemplates: page.items, nextToken: page.nextToken)
  }
}
