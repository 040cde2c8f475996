import ConnectAPI

/// Describes one flow with its published content, with its draft for `ID:$SAVED`, or with that of a version for `ID:VERSION`.
struct DescribeContactFlow: ReadOperation {
  static let rule: OperationRule<DescribeContactFlowRequest> = OperationRule(
    action: "connect:DescribeContactFlow",
    resources: { [$1.arn("contact-flow", QualifiedFlow($0.contactFlowId).flow, in: $0.instanceId)] },
    conditionKeys: [.instanceID(\.instanceId)],
    audit: .read(["InstanceId", "ContactFlowId"]),
    refuses: [])

  func perform(_ input: DescribeContactFlowRequest, _ call: ReadCall) throws -> DescribeContactFlowResponse {
    let name = QualifiedFlow(input.contactFlowId)
    let found = try call.find(.contactFlow, name.flow, in: input.instanceId)
    guard let content = try FlowContents.chosen(name.qualifier, of: found.document, id: found.id, call.reader) else {
      throw missing(name.qualifier, of: found.id)
    }
    return DescribeContactFlowResponse(contactFlow: ContactFlows.described(found.document, with: content))
  }

  private func missing(_ qualifier: FlowQualifier, of id: String) -> ConnectError {
    if case .named(let version) = qualifier { return .notFound("contact flow version", "\(id):\(version)") }
    return ConnectError(.contactFlowNotPublished, "The contact flow \(id) was saved and never published; ask for \(id):$SAVED.")
  }
}
