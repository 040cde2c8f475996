import AWSWire
import ConnectAPI

/// Gives a quick connect another destination, of the same type or another.
struct UpdateQuickConnectConfig: WriteOperation {
  static let rule: OperationRule<UpdateQuickConnectConfigRequest> = OperationRule(
    action: "connect:UpdateQuickConnectConfig",
    resources: { input, place in
      [place.arn("transfer-destination", input.quickConnectId, in: input.instanceId)]
        + QuickConnects.resources(input.quickConnectConfig, in: input.instanceId, place)
    },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "QuickConnectId"]),
    refuses: [])

  func perform(_ input: UpdateQuickConnectConfigRequest, _ call: WriteCall) throws -> EmptyResponse {
    var found = try call.find(.quickConnect, input.quickConnectId, in: input.instanceId)
    found.document.quickConnectConfig = try QuickConnects.checked(input.quickConnectConfig, in: input.instanceId, call)
    try call.save(.quickConnect, found)
    return EmptyResponse()
  }
}
