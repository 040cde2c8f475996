import ConnectAPI
import ResourceStore

/// Changes what is saved of a view, and what is published where the status says so.
struct UpdateViewContent: WriteOperation {
  static let rule: OperationRule<UpdateViewContentRequest> = OperationRule(
    action: "connect:UpdateViewContent",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ViewId", "Status"]),
    refuses: [])

  func perform(_ input: UpdateViewContentRequest, _ call: WriteCall) throws -> UpdateViewContentResponse {
    var view = try call.find(.view, input.viewId, in: input.instanceId)
    let body = ViewBody(input.content)
    try body.check(input.status)
    view.document.saved = body
    if input.status == .published { view.document.published = body }
    try call.save(.view, view)
    view.record.modifiedAt = call.context.now
    return UpdateViewContentResponse(view: Views.described(view, .saved))
  }
}
