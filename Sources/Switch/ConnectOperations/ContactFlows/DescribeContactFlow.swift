import ConnectAPI

/// Describes one flow with its published content, or with its draft for `ID:$SAVED`.
struct DescribeContactFlow: ReadOperation {
  static let rule: OperationRule<DescribeContactFlowRequest> = OperationRule(
    action: "connect:DescribeContactFlow",
    resources: { [$1.arn("contact-flow", ContactFlowName($0.contactFlowId).id, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: DescribeContactFlowRequest, _ call: ReadCall) throws -> DescribeContactFlowResponse {
    let name = ContactFlowName(input.contactFlowId)
    let found = try call.find(.contactFlow, name.id, in: input.instanceId)
    guard let flow = ContactFlows.described(found.document, saved: name.isSaved) else {
      throw ConnectError(
        .contactFlowNotPublished, "The contact flow \(found.id) was saved and never published; ask for \(found.id):$SAVED.")
    }
    return DescribeContactFlowResponse(contactFlow: flow)
  }
}
