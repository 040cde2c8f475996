import AWSWire
import ConnectAPI
import ResourceStore

/// Publishes another content, or saves it as the draft of `ID:$SAVED`.
struct UpdateContactFlowContent: WriteOperation {
  static let rule: OperationRule<UpdateContactFlowContentRequest> = OperationRule(
    action: "connect:UpdateContactFlowContent",
    resources: { [$1.arn("contact-flow", QualifiedFlow($0.contactFlowId).flow, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .write(["InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: UpdateContactFlowContentRequest, _ call: WriteCall) throws -> EmptyResponse {
    let name = QualifiedFlow(input.contactFlowId)
    if case .named = name.qualifier {
      throw ConnectError(
        .invalidRequest, "ContactFlowId: a version never changes; publish the flow anew and make another version.")
    }
    var found = try call.find(.contactFlow, name.flow, in: input.instanceId)
    if name.qualifier == .saved {
      found.document.saved = input.content
    } else {
      try ContactFlows.check(
        input.content, type: found.document.flow.type ?? .contactFlow, in: found.record.scope, call)
      try EarlierContents.keep(found.document.published, of: found, replacedBy: input.content, call)
      found.document.published = input.content
      found.document.saved = nil
    }
    try call.save(.contactFlow, found)
    return EmptyResponse()
  }
}
