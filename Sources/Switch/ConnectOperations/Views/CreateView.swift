import ConnectAPI
import ResourceStore

/// Creates a view: published, which checks its content, or saved as a draft.
struct CreateView: WriteOperation {
  static let rule: OperationRule<CreateViewRequest> = OperationRule(
    action: "connect:CreateView",
    resources: { [$1.arn("view", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "Status", "Tags"]),
    refuses: [])

  func perform(_ input: CreateViewRequest, _ call: WriteCall) throws -> CreateViewResponse {
    let body = ViewBody(input.content)
    try body.check(input.status)
    let stored = StoredView(
      description: input.description, published: input.status == .published ? body : nil, saved: body)
    var view = try call.create(
      .view, id: call.context.newID(), name: input.name, stored, tags: input.tags, in: input.instanceId)
    view.document.tags = input.tags
    return CreateViewResponse(view: Views.described(view, .saved))
  }
}
