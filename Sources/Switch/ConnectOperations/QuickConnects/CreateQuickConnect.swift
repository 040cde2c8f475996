import ConnectAPI
import ResourceStore

/// Creates a quick connect. The user, queue and flow that it names must exist.
struct CreateQuickConnect: WriteOperation {
  static let rule: OperationRule<CreateQuickConnectRequest> = OperationRule(
    action: "connect:CreateQuickConnect",
    resources: { input, place in
      [place.arn("transfer-destination", "*", in: input.instanceId)]
        + QuickConnects.resources(input.quickConnectConfig, in: input.instanceId, place)
    },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "Tags"]),
    refuses: [])

  func perform(_ input: CreateQuickConnectRequest, _ call: WriteCall) throws -> CreateQuickConnectResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let quickConnect = QuickConnect(
      quickConnectARN: call.context.place.arn("transfer-destination", id, in: instance), quickConnectId: id, name: input.name,
      description: input.description,
      quickConnectConfig: try QuickConnects.checked(input.quickConnectConfig, in: instance, call))
    let created = try call.create(.quickConnect, id: id, name: input.name, quickConnect, tags: input.tags, in: instance)
    return CreateQuickConnectResponse(quickConnectARN: created.arn, quickConnectId: id)
  }
}
