import AWSWire
import ConnectAPI

/// Changes a quick connect's name, its description, or both; what is not given stays, and an empty description removes it.
struct UpdateQuickConnectName: WriteOperation {
  static let rule: OperationRule<UpdateQuickConnectNameRequest> = OperationRule(
    action: "connect:UpdateQuickConnectName",
    resources: { [$1.arn("transfer-destination", $0.quickConnectId, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QuickConnectId", "Name"]),
    refuses: [])

  func perform(_ input: UpdateQuickConnectNameRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.quickConnect, input.quickConnectId, in: input.instanceId)
    guard input.name != nil || input.description != nil else {
      throw ConnectError(.invalidRequest, "Name: at least this or Description is needed.")
    }
    found.document.name = input.name ?? found.document.name
    if let description = input.description { found.document.description = description.isEmpty ? nil : description }
    try call.save(.quickConnect, found, name: found.document.name)
    return EmptyResponse()
  }
}
