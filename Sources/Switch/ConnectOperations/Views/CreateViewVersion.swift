import ConnectAPI
import ResourceStore

/// Makes a version of what a view has published; where the latest version says the same, it is that one.
struct CreateViewVersion: WriteOperation {
  static let rule: OperationRule<CreateViewVersionRequest> = OperationRule(
    action: "connect:CreateViewVersion",
    resources: { [Views.arn($0.viewId, in: $0.instanceId, $1)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ViewId", "ViewContentSha256"]),
    refuses: [])

  func perform(_ input: CreateViewVersionRequest, _ call: WriteCall) throws -> CreateViewVersionResponse {
    let view = try call.find(.view, input.viewId, in: input.instanceId)
    guard let published = view.document.published else {
      throw ConnectError(.invalidRequest, "The view \(view.id) has not been published.")
    }
    if let latest = try latest(of: view, call), latest.content == published.text {
      try FlowVersions.check(input.viewContentSha256, published.text, of: view.id)
      return CreateViewVersionResponse(view: try Views.described(view, of: latest))
    }
    let number = try FlowVersions.create(
      of: view, content: published.text, settings: nil, description: input.versionDescription, digest: input.viewContentSha256,
      call)
    let made = try call.part(.viewVersion, String(number), of: view.record)
    // The view has been modified by it.
    let counted = try call.find(.view, input.viewId, in: input.instanceId)
    return CreateViewVersionResponse(view: try Views.described(counted, of: made.document))
  }

  private func latest(of view: Resource<StoredView>, _ call: WriteCall) throws -> FlowVersion? {
    let id = partIdentifier(String(view.document.lastVersion), of: view.id)
    return try call.reader.record(.viewVersion, id).map { try call.resource(.viewVersion, $0).document }
  }
}
