import ConnectAPI
import ResourceStore

/// Describes one view with its published content, or with that of `ID:$SAVED` or `ID:VERSION`.
struct DescribeView: ReadOperation {
  static let rule: OperationRule<DescribeViewRequest> = OperationRule(
    action: "connect:DescribeView",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ViewId"]),
    refuses: [])

  func perform(_ input: DescribeViewRequest, _ call: ReadCall) throws -> DescribeViewResponse {
    let instance = try call.instance(input.instanceId).id
    guard let view = try Views.chosen(input.viewId, in: instance, call.context.place, call) else {
      throw ConnectError.notFound("view, or no such content of it,", input.viewId)
    }
    return DescribeViewResponse(view: view)
  }
}
