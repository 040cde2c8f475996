import ConnectAPI
import ResourceStore

/// Creates a flow: published, which checks its content, or saved as a draft, which does not.
struct CreateContactFlow: WriteOperation {
  static let rule: OperationRule<CreateContactFlowRequest> = OperationRule(
    action: "connect:CreateContactFlow",
    resources: { [$1.arn("contact-flow", "*", in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId), .requestTags(\.tags)],
    audit: .write(["InstanceId", "Name", "Type", "Status", "Tags"]),
    refuses: [])

  func perform(_ input: CreateContactFlowRequest, _ call: WriteCall) throws -> CreateContactFlowResponse {
    let id = call.context.newID()
    let instance = try call.instance(input.instanceId).id
    let isSaved = input.status == .saved
    if !isSaved { try ContactFlows.check(input.content, type: input.type, in: instance, call) }
    let flow = ContactFlow(
      arn: call.context.place.arn("contact-flow", id, in: instance), id: id, name: input.name, type: input.type, state: .active,
      description: input.description)
    let stored = StoredContactFlow(flow: flow, published: isSaved ? nil : input.content, saved: isSaved ? input.content : nil)
    let created = try call.create(.contactFlow, id: id, name: input.name, stored, tags: input.tags, in: instance)
    return CreateContactFlowResponse(
      contactFlowId: id, contactFlowArn: created.arn, flowContentSha256: FlowContent.sha256(input.content))
  }
}
